// One call as the journal has it: a plain value, which JSON can carry.
import type { OperationId } from '../../api/call.ts'

export interface JournalEntry {
  /** From 1, in the order in which the calls came. */
  readonly index: number
  /** When it came, ms since 1970 on the daemon's clock. */
  readonly at: number
  readonly operation: OperationId
  readonly method: string
  /** As the client wrote it, version and query included. */
  readonly url: string
  /** The API version that was asked for, or the engine's newest. */
  readonly version?: string
  /** Of the path and of the query, by their names. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Without what is secret in them. */
  readonly headers: Readonly<Record<string, string>>
  /** The JSON body, without what is secret in it. */
  readonly body?: unknown
  /** Undefined while the call waits for its reply, and where it gets none. */
  readonly status?: number
  /** What a refused call was told; why one without a status got no reply. */
  readonly message?: string
  /** The beginning of the reply's body; a hijacked connection has none. */
  readonly reply?: string
  /** How many bytes of a body that comes in parts have been sent. */
  readonly sent?: number
  /** When the reply was complete: ms since `at`. */
  readonly took?: number
  /** The rules of scenarios that did something to it, in their order. */
  readonly rules: readonly string[]
  /** What the client may have meant. */
  readonly hint?: string
}
