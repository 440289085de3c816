// A request as the operations see it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ClientCertificate, Incoming, OperationId } from '../api/call.ts'
import { certificatesOf } from './client-certificates.ts'
import { connectionOf } from './connection.ts'
import { bodyOf } from './request-body.ts'
import type { Match } from './route.ts'

/** One request and its answer; the parts that cost something are made when they are asked for. */
export class Exchange implements Incoming {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly match: Match
  readonly query: string
  readonly reused: boolean
  #gone: AbortController | undefined

  constructor(request: IncomingMessage, response: ServerResponse, match: Match, query: string, reused = false) {
    this.request = request
    this.response = response
    this.match = match
    this.query = query
    this.reused = reused
  }

  get operation(): OperationId {
    return this.match.route.operation
  }

  get method(): string {
    return this.match.route.method
  }

  get url(): string {
    return this.request.url ?? '/'
  }

  get version(): string | undefined {
    return this.match.version
  }

  get path(): Readonly<Record<string, string>> {
    return this.match.parameters
  }

  get headers(): IncomingMessage['headers'] {
    return this.request.headers
  }

  get rawHeaders(): readonly string[] {
    return this.request.rawHeaders
  }

  get certificates(): readonly ClientCertificate[] {
    return certificatesOf(this.request.socket)
  }

  get upgrade(): boolean {
    return this.request.headers.upgrade !== undefined
  }

  /** Pulls from the socket as it is read. */
  get body(): AsyncIterable<Uint8Array> {
    return bodyOf(this.request)
  }

  /**
   * Like the context of a Go request: over when the client has closed its side, even if it could still read
   * (net/http: connReader.backgroundRead).
   */
  get signal(): AbortSignal {
    if (!this.#gone) {
      const gone = new AbortController()
      this.#gone = gone
      this.whenGone(() => gone.abort())
    }
    return this.#gone.signal
  }

  /** Calls `leave` if the client goes before the response is written. */
  whenGone(leave: () => void): void {
    const { response } = this
    const { socket } = this.request
    if (socket.readableEnded || socket.destroyed) {
      leave()
      return
    }
    const forget = (): void => {
      socket.off('end', ended).off('close', left)
      response.off('finish', forget)
    }
    const left = (): void => {
      forget()
      leave()
    }
    const ended = (): void => {
      // The end of a hijacked stream is the end of stdin, no more.
      if (!connectionOf(socket)?.hijacked) left()
    }
    socket.on('end', ended).on('close', left)
    // A hijacked response never finishes; then only the socket tells.
    response.on('finish', forget)
  }
}
