// Finds the recorded exchange that a request is to be answered with, and knows which have been used.
import type { Buffer } from 'node:buffer'
import { isDeepStrictEqual } from 'node:util'
import { headerOf, type RequestHead } from './heads.ts'
import type { Masks } from './masked-lines.ts'
import { nearestRequest } from './nearest-request.ts'
import type { RecordedExchange, Tape } from './tape.ts'

export interface ScriptOptions {
  readonly masks: Pick<Masks, 'url' | 'value'>
  /** `/v1.51/info` is `/v1.43/info` is `/info`. */
  readonly anyVersion?: boolean
}

interface Entry {
  readonly exchange: RecordedExchange
  readonly body: unknown
  used: boolean
}

export class Script {
  readonly #options: ScriptOptions
  readonly #entries: ReadonlyMap<string, readonly Entry[]>
  /** What was asked and is not recorded, in the order in which it came. */
  readonly unmatched: string[] = []

  constructor(tape: Tape, options: ScriptOptions) {
    this.#options = options
    const entries = new Map<string, Entry[]>()
    for (const exchange of tape.exchanges) {
      const entry: Entry = { exchange, body: this.#bodyOf(exchange.request, exchange.body), used: false }
      const key = this.#key(exchange.request)
      const known = entries.get(key)
      if (known) known.push(entry)
      else entries.set(key, [entry])
    }
    this.#entries = entries
  }

  /** Whether something of this method and target was recorded. */
  knows(request: RequestHead): boolean {
    return this.#entries.has(this.#key(request))
  }

  /** In recorded order, each once; then the last again and again. */
  find(request: RequestHead, bytes: Buffer): RecordedExchange | undefined {
    const body = this.#bodyOf(request, bytes)
    const fitting = this.#entries.get(this.#key(request))?.filter((entry) => isDeepStrictEqual(entry.body, body)) ?? []
    const entry = fitting.find(({ used }) => !used) ?? fitting.at(-1)
    if (entry) entry.used = true
    return entry?.exchange
  }

  /** Notes a request that nothing fits; gives a sentence that says what comes nearest. */
  refuse(request: RequestHead, bytes: Buffer): string {
    const asked = this.#key(request)
    const sentence = nearestRequest(
      { asked, body: this.#bodyOf(request, bytes) },
      Array.from(this.#entries, ([recorded, entries]) => ({ recorded, bodies: entries.map(({ body }) => body) })),
    )
    this.unmatched.push(asked)
    return sentence
  }

  get exchanges(): number {
    return [...this.#entries.values()].flat().length
  }

  unused(): RecordedExchange[] {
    const unused = [...this.#entries.values()].flat().filter(({ used }) => !used)
    return unused.map(({ exchange }) => exchange).sort((one, other) => one.number - other.number)
  }

  #key({ method, target }: RequestHead): string {
    const path = this.#options.anyVersion ? target.replace(/^\/v\d+\.\d+(?=\/)/, '') : target
    return `${method} ${this.#options.masks.url(path)}`
  }

  /** JSON as a value without secrets, whose masks differ in length; everything else as bytes. */
  #bodyOf({ headers }: RequestHead, bytes: Buffer): unknown {
    if (!/json/.test(headerOf(headers, 'content-type') ?? '')) return bytes
    try {
      return this.#options.masks.value(JSON.parse(bytes.toString('utf8')))
    } catch {
      return bytes
    }
  }
}
