// Requests that nobody would send: any operation, with values that are nearly right, wrong, or no values at all.
import { readFileSync } from 'node:fs'
import { queryParameters } from '../src/gen/parameters.ts'
import { type Route, routes } from '../src/gen/routes.ts'
import type { Random } from '../src/world/random.ts'

export interface RandomRequest {
  readonly route: Route
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

// biome-ignore lint/suspicious/noExplicitAny: JSON Schema is data of many shapes
type Json = any

const contract: Json = JSON.parse(readFileSync(new URL('../src/gen/openapi.json', import.meta.url), 'utf8'))

const oddTexts = [
  ...['', ' ', '0', '-1', '1e9', '99999999999999999999', 'true', 'null', 'NaN', '{}', '[]', '{"a":["b"]}', '["a=b"]'],
  ...[
    '{"label":{"a=b":true}}',
    '{"status":["running"]}',
    '{"nosuch":["x"]}',
    '{"until":["1h"]}',
    '2026-01-01T00:00:00Z',
  ],
  ...['1700000000.5', '10m', '../../etc/passwd', '/', '//', '..', 'a b', 'ä€𝄞', '\u0000', '%', '%zz', 'x'.repeat(5000)],
  ...['alpine', 'alpine:latest', 'sha256:', `sha256:${'0'.repeat(64)}`, '0'.repeat(64), 'a/b/c:d', 'UPPER', ':::'],
  ...[
    'box',
    'SIGTERM',
    'KILL',
    '-ef',
    'auxf',
    '-o',
    'host',
    'bridge',
    'container:box',
    'ctrl-p',
    'linux/amd64',
    'always',
  ],
]
const oddValues: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  2 ** 31,
  2 ** 53,
  [],
  {},
  [null],
  [[]],
  { a: null },
]

export class RandomRequests {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  next(): RandomRequest {
    const route = this.#of(routes)
    const version = this.#often(0.7)
      ? ''
      : `/v${this.#of(['1.24', '1.40', '1.51', '1.23', '1.99', '0', '1.51.1', '-1'])}`
    const path = route.path.replaceAll(/\{[^}]+\}/g, () => encodeURIComponent(this.#text()))
    const query = this.#query(route)
    return {
      route,
      path: `${version}${path}${query ? `?${query}` : ''}`,
      headers: this.#headers(route),
      body: this.#body(route),
    }
  }

  #query({ operation }: Route): string {
    const known = (queryParameters[operation] ?? []).map(({ name }) => name)
    const names = [...known, 'nosuch'].filter(() => this.#often(0.5))
    if (this.#often(0.05)) return '%zz&&&=;=%'
    return names.map((name) => `${name}=${encodeURIComponent(this.#text())}`).join('&')
  }

  #headers({ body }: Route): Record<string, string> {
    const headers: Record<string, string> = {}
    if (this.#often(0.1)) headers['x-registry-auth'] = this.#of(['', '{', 'bm90IGpzb24', 'e30='])
    if (this.#often(0.1))
      Object.assign(headers, { connection: 'Upgrade', upgrade: this.#of(['tcp', 'websocket', 'h2c']) })
    if (this.#often(0.05)) headers.accept = this.#of(['application/json-seq', '*/*', ''])
    if (body !== 'none')
      headers['content-type'] = this.#often(0.9)
        ? 'application/json'
        : this.#of(['text/plain', '', 'application/x-tar'])
    return headers
  }

  #body(route: Route): string | Uint8Array | undefined {
    if (route.body === 'none' || this.#often(0.05)) return undefined
    if (this.#often(0.1)) return this.#of(['', '{', 'null', '[]', '"text"', '1', '{"a":1}trailing', '{}{}', '\u0000'])
    if (this.#often(0.05)) return this.#random.bytes(600)
    const operation = contract.paths[route.path]?.[route.method.toLowerCase()]
    const schema = operation?.requestBody?.content?.['application/json']?.schema ?? {}
    return JSON.stringify(this.#value(schema, 0))
  }

  /** Mostly what the schema asks for. */
  #value(schema: Json, depth: number): Json {
    if (this.#often(0.03)) return this.#often(0.5) ? this.#text() : this.#of(oddValues)
    if (schema.$ref) return this.#value(contract.components.schemas[schema.$ref.split('/').at(-1)], depth)
    const properties = Object.assign(
      {},
      schema.properties,
      ...(schema.allOf ?? []).map((part: Json) => this.#properties(part)),
    )
    const type = Array.isArray(schema.type) ? schema.type[0] : (schema.type ?? 'object')
    if (type === 'boolean') return this.#often(0.5)
    if (type === 'integer' || type === 'number') return this.#of([0, 1, -1, 5, 1 << 20, 2 ** 40])
    if (type === 'string') return schema.enum && this.#often(0.8) ? this.#of(schema.enum) : this.#text()
    if (depth > 5) return null
    if (type === 'array') return this.#often(0.6) ? [this.#value(schema.items ?? {}, depth + 1)] : []
    const named = Object.entries(properties).filter(() => this.#often(depth === 0 ? 0.3 : 0.2))
    const known = named.map(([name, property]) => [name, this.#value(property, depth + 1)])
    const extra = typeof schema.additionalProperties === 'object' && this.#often(0.7)
    if (extra) known.push([this.#text(), this.#value(schema.additionalProperties, depth + 1)])
    return Object.fromEntries(known)
  }

  #properties(schema: Json): Json {
    if (schema.$ref) return this.#properties(contract.components.schemas[schema.$ref.split('/').at(-1)])
    return Object.assign({}, schema.properties, ...(schema.allOf ?? []).map((part: Json) => this.#properties(part)))
  }

  #text(): string {
    return this.#often(0.5) ? this.#of(['box', 'alpine', 'bridge', 'data']) : this.#of(oddTexts)
  }

  #often(chance: number): boolean {
    return this.#random.next() < chance
  }

  #of<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random.next() * items.length)]!
  }
}
