// Serves a tape: clients get the bytes that were recorded, or an engine's where there is one.
import { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import { headBytes } from './chunk-writer.ts'
import { ClientInput } from './client-input.ts'
import { headerOf, type RequestHead, requestFraming, requestHead } from './heads.ts'
import { MessageReader } from './message-reader.ts'
import type { PaceOptions } from './pace.ts'
import { type Outcome, play } from './play.ts'
import { Relay, type RelayOptions } from './relay.ts'
import type { Script } from './script.ts'

export interface ReplayOptions extends PaceOptions {
  readonly script: Script
  /** Who answers what the tape does not have; a 501 does if nobody. */
  readonly engine?:
    | {
        /** Opens a connection to it. */
        connect(): Socket
        /** It is asked before the tape, which answers what it does not have or does not do (404, 501). */
        readonly first: boolean
      }
    | undefined
}

/** Gives what accepts clients' connections (half open ones, too). */
export const createReplay =
  (options: ReplayOptions): ((client: Socket) => void) =>
  (client) =>
    void new Session(client, options)

class Session {
  readonly #client: Socket
  readonly #options: ReplayOptions
  readonly #input = new ClientInput()
  readonly #reader: MessageReader
  #request: RequestHead | undefined
  #body: Buffer[] = []
  #relay: Relay | undefined

  constructor(client: Socket, options: ReplayOptions) {
    this.#client = client
    this.#options = options
    this.#reader = new MessageReader(
      {
        head: (lines) => this.#begin(requestHead(lines)),
        body: (bytes, chunk) => this.#takeBody(bytes, chunk),
        end: (trailers) => this.#answer(trailers),
        raw: (bytes) => (this.#relay ? this.#relay.raw(bytes) : this.#input.take(bytes.length)),
      },
      { holds: true },
    )
    client.on('error', () => {})
    client.on('close', () => this.#input.leave())
    client.on('end', () => {
      this.#input.end()
      this.#relay?.clientEnded()
      if (this.#request === undefined) client.end()
    })
    client.on('data', (bytes: Buffer) => {
      try {
        this.#reader.feed(bytes)
      } catch {
        client.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
      }
    })
  }

  #begin(request: RequestHead): ReturnType<typeof requestFraming> {
    const { script, engine } = this.#options
    this.#request = request
    this.#body = []
    this.#relay = undefined
    if (!script.knows(request) && engine) this.#relay = this.#relayOf(request, engine.connect())
    else if (headerOf(request.headers, 'expect') !== undefined) this.#client.write('HTTP/1.1 100 Continue\r\n\r\n')
    return requestFraming(request)
  }

  /** A body is kept only if the tape has something to compare it with. */
  #takeBody(bytes: Buffer, chunk: number | undefined): void {
    if (this.#relay) this.#relay.body(bytes, chunk)
    else if (this.#options.script.knows(this.#request!)) this.#body.push(bytes)
  }

  #answer(trailers: readonly string[]): void {
    if (this.#relay) {
      this.#relay.end(trailers)
      return
    }
    const request = this.#request!
    const body = Buffer.concat(this.#body)
    this.#body = []
    if (this.#options.engine?.first) this.#askEngineFirst(request, body)
    else this.#playOr(request, body, () => this.#askEngine(request, body))
  }

  #playOr(request: RequestHead, body: Buffer, otherwise: () => void): void {
    const exchange = this.#options.script.find(request, body)
    if (!exchange) {
      otherwise()
      return
    }
    this.#input.received = 0
    this.#options.progress.arrived(exchange)
    const hijack = (): void => this.#reader.becomeRaw()
    void play(exchange, this.#client, this.#input, { ...this.#options, hijack }).then((outcome) => this.#over(outcome))
  }

  #askEngine(request: RequestHead, body: Buffer): void {
    const { engine } = this.#options
    if (engine) this.#send(request, body, engine.connect())
    else this.#refuse(request, body)
  }

  #askEngineFirst(request: RequestHead, body: Buffer): void {
    const engine = this.#options.engine!
    this.#send(request, body, engine.connect(), {
      accepts: ({ status }) => status !== 501 && status !== 404,
      rejected: () => {
        this.#relay = undefined
        this.#playOr(request, body, () => this.#send(request, body, engine.connect()))
      },
    })
  }

  /** A request whose body has been read. */
  #send(request: RequestHead, body: Buffer, engine: Socket, more?: Pick<RelayOptions, 'accepts' | 'rejected'>): void {
    const relay = this.#relayOf(request, engine, more)
    this.#relay = relay
    if (body.length > 0) relay.body(body, requestFraming(request) === 'chunked' ? body.length : undefined)
    relay.end([])
  }

  #relayOf(request: RequestHead, engine: Socket, more?: Pick<RelayOptions, 'accepts' | 'rejected'>): Relay {
    return new Relay({
      client: this.#client,
      engine,
      request,
      ...more,
      hijacked: () => this.#reader.becomeRaw(),
      done: (outcome) => this.#over(outcome),
    })
  }

  #refuse(request: RequestHead, body: Buffer): void {
    const message = this.#options.script.refuse(request, body)
    const said = Buffer.from(`${JSON.stringify({ message })}\n`)
    const head = ['HTTP/1.1 501 Not Implemented', 'Content-Type: application/json', `Content-Length: ${said.length}`]
    this.#client.write(headBytes(head))
    if (request.method !== 'HEAD') this.#client.write(said)
    this.#over('next')
  }

  #over(outcome: Outcome): void {
    this.#request = undefined
    this.#relay = undefined
    if (outcome === 'over' || this.#input.ended) {
      if (!this.#client.destroyed) this.#client.end(() => this.#client.destroy())
      return
    }
    this.#reader.next()
  }
}
