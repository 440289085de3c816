// What an adapter hands to the waist, and what the waist hands to an operation.
import type { OperationId, Operations } from '../gen/operations.ts'

export type { OperationId }

/** A request as an adapter has read it: matched to an operation of the contract, nothing else decided yet. */
export interface Incoming {
  readonly operation: OperationId
  readonly method: string
  /** As the client wrote it, version and query included. */
  readonly url: string
  /** `1.51` of `/v1.51/…`; undefined without one. */
  readonly version: string | undefined
  /** Decoded path parameters. */
  readonly path: Readonly<Record<string, string>>
  /** The part of the URL behind `?`, undecoded. */
  readonly query: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: AsyncIterable<Uint8Array>
  /** Whether the client asked for `Upgrade`. */
  readonly upgrade: boolean
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal
  /** Whether the connection has carried a request before. */
  readonly reused?: boolean
  /** Name, value, name, value … as the client wrote them, if that is known. */
  readonly rawHeaders?: readonly string[] | undefined
  /** What the client has shown of itself over TLS, its own first. */
  readonly certificates?: readonly ClientCertificate[] | undefined
}

export interface ClientCertificate {
  /** Of its subject; empty if it has none. */
  readonly commonName: string
  readonly pem: string
}

/** An operation's parameters, checked and of the contract's types. */
export interface Call<Id extends OperationId = OperationId> {
  readonly operation: Id
  readonly method: string
  /** As the client wrote it, version and query included. */
  readonly url: string
  /** The API version that this call speaks: the asked-for one, or the engine's newest. */
  readonly version: string
  readonly path: Operations[Id]['path']
  readonly query: Operations[Id]['query']
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The decoded JSON body; a stream of bytes where the contract says so. */
  readonly body: Operations[Id]['body']
  readonly upgrade: boolean
  readonly signal: AbortSignal
  /** Whether the connection has carried a request before. */
  readonly reused: boolean
}

/** A plain object, which layers may copy with changes. */
export function copyOf(call: Call): Call {
  const { operation, method, url, version, path, query, headers, body, upgrade, signal, reused } = call
  return { operation, method, url, version, path, query, headers, body, upgrade, signal, reused }
}
