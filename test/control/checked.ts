// A client of the control API behind which everything is held against openapi/control/control.yaml.
import { readFileSync } from 'node:fs'
import http, { type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { type ControlClient, controlClient } from '../../src/control.ts'

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is data of many shapes
type Json = any

export const contract: Json = parse(
  readFileSync(new URL('../../openapi/control/control.yaml', import.meta.url), 'utf8'),
  { maxAliasCount: -1 },
)

const ajv = new Ajv2020({ strict: false, allErrors: true, allowUnionTypes: true })
ajv.addSchema({ $id: 'control', components: { schemas: closed(contract.components.schemas) } })

/** What has properties has no others, if nothing else is said. */
function closed(node: Json): Json {
  if (Array.isArray(node)) return node.map(closed)
  if (node === null || typeof node !== 'object') return node
  const inner = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closed(value)]))
  return node.type === 'object' && node.properties && node.additionalProperties === undefined
    ? { ...inner, additionalProperties: false }
    : inner
}

export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly declared: Json
}

export const operations: readonly Operation[] = Object.entries<Json>(contract.paths).flatMap(([path, item]) =>
  Object.entries<Json>(item)
    .filter(([method]) => method !== 'parameters')
    .map(([method, declared]) => ({ id: declared.operationId, method: method.toUpperCase(), path, declared })),
)

const findOperation = (method: string, path: string): Operation | undefined =>
  operations.find((one) => one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))

const resolved = (thing: Json): Json =>
  thing?.$ref ? contract.components[thing.$ref.split('/')[2]][thing.$ref.split('/')[3]] : thing

/** What is wrong with a body, as the contract has it; nothing if it is right. */
function defectsOf(media: Json, body: string): string[] {
  const absolute = JSON.parse(JSON.stringify(media.schema).replaceAll('"#/', '"control#/'))
  const validate = ajv.compile(closed(absolute))
  const lines = body.trim().split('\n').filter(Boolean)
  return lines.flatMap((line) => (validate(JSON.parse(line)) ? [] : [`${ajv.errorsText(validate.errors)} in ${line}`]))
}

export interface CheckedControl extends AsyncDisposable {
  readonly control: ControlClient
  /** The operations that were called and not refused. */
  readonly seen: ReadonlySet<string>
  readonly defects: readonly string[]
}

/** A client that goes through a proxy; disposing of it fails if a reply was not the contract's. */
export async function checkedControl(host: string, token?: string): Promise<CheckedControl> {
  const defects: string[] = []
  const seen = new Set<string>()
  const check = (request: IncomingMessage, reply: IncomingMessage, body: string): void => {
    const { pathname } = new URL(request.url!, 'http://x')
    const where = `${request.method} ${pathname} -> ${reply.statusCode}`
    const operation = findOperation(request.method!, pathname)
    const declared = resolved(operation?.declared.responses[reply.statusCode!])
    if (!operation || !declared) return void defects.push(`${where}: the contract does not have it`)
    if (reply.statusCode! < 400) seen.add(operation.id)
    const type = (reply.headers['content-type'] ?? '').split(';')[0]!
    const media = declared.content?.[type]
    if (declared.content && !media) defects.push(`${where}: the contract has no ${type}`)
    else if (!declared.content && body !== '') defects.push(`${where}: there is a body`)
    else if (media && type !== 'application/x-tar')
      defects.push(...defectsOf(media, body).map((defect) => `${where}: ${defect}`))
  }
  const proxy = http.createServer((request, response) => {
    const onward = http.request(
      {
        socketPath: host.replace('unix://', ''),
        method: request.method!,
        path: request.url!,
        headers: request.headers,
      },
      (reply) => {
        response.writeHead(reply.statusCode!, reply.headers).flushHeaders()
        reply.pipe(response)
        text(reply).then(
          (body) => check(request, reply, body),
          () => {}, // the client has gone
        )
      },
    )
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { port } = proxy.address() as AddressInfo
  return {
    control: controlClient(`tcp://127.0.0.1:${port}`, token === undefined ? {} : { token }),
    seen,
    defects,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
      if (defects.length > 0) throw new Error(defects.join('\n'))
    },
  }
}
