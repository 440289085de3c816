// What becomes of a reply on its way out, other than what its operation says: the faults of a connection, as values.

export type Bytes = AsyncIterable<Uint8Array>

/** Makes other bytes of some, in their order and no faster than they are asked for. It may throw a `Cut`. */
export type Transform = (bytes: Bytes) => Bytes

/**
 * How a connection ends before its time. `close`: what was written arrives, then the end, with no terminal chunk; `reset`:
 * at once, with a TCP reset where there is TCP.
 */
export type CutKind = 'close' | 'reset'

/** Thrown in the place of a reply, or of more of its body: the connection ends here. No defect, and nothing is answered. */
export class Cut extends Error {
  readonly kind: CutKind
  constructor(kind: CutKind) {
    super(`the connection was cut on purpose (${kind})`)
    this.name = 'Cut'
    this.kind = kind
  }
}

/** The bytes of a stream that may hold text. */
export async function* encoded(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

/** Carried out by the adapter, behind everything that the waist does with a reply. */
export interface Wire {
  /** Takes the lines of the head (name, value, name, value …), gives those that are sent. */
  readonly headers?: (lines: readonly string[]) => string[]
  /** The bytes of the body; of a hijacked connection, what the client reads. */
  readonly body?: Transform
  /** Of a hijacked connection: what the client writes. */
  readonly input?: Transform
  /** Tells the length of the changed body, not that of the body as it was. Only where the end is known before the head. */
  readonly reframe?: boolean
  /** Whether a wish for an upgrade is overheard: a hijack begins with 200 and not with 101. */
  readonly overhearsUpgrade?: boolean
  /** The head of a hijacked connection leaves with the first bytes, or alone when this resolves before there are any. */
  readonly joinsHead?: () => Promise<unknown>
  /** The fields of a JSON body are sent as they are, whatever the version has. */
  readonly exact?: boolean
  /** When the reply has left and the connection is idle. */
  readonly sent?: () => Promise<void>
}

/** Both of them: `inner` is nearer to the operation. */
export function joinWires(inner: Wire | undefined, outer: Wire): Wire {
  if (inner === undefined) return outer
  const joined: Wire = { ...inner, ...outer }
  return {
    ...joined,
    ...(inner.headers && outer.headers && { headers: (lines) => outer.headers!(inner.headers!(lines)) }),
    ...(inner.body && outer.body && { body: (bytes) => outer.body!(inner.body!(bytes)) }),
    // what comes in meets the outer one first
    ...(inner.input && outer.input && { input: (bytes) => inner.input!(outer.input!(bytes)) }),
    ...(inner.sent && outer.sent && { sent: () => inner.sent!().then(() => outer.sent!()) }),
  }
}

/** A connection that nobody has read from yet. */
export interface Arrival {
  readonly way: 'unix' | 'tcp' | 'process'
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal
}

/** Decides about a connection: nothing for `come in`, a promise for `wait`; it rejects with a `Cut` to turn it away. */
export type Doorkeeper = (arrival: Arrival) => Promise<void> | undefined

/** Where connections come in; `ask` comes and goes while the daemon runs. */
export interface Door {
  ask: Doorkeeper | undefined
}
