// What stands on a tape: JSON lines, one fact each, in the order in which they happened.
import { Buffer, isUtf8 } from 'node:buffer'

/** The first line. */
export interface TapeHeading {
  /** the version of the format */
  readonly tape: 1
  /** when recording began, RFC 3339 */
  readonly began: string
  /** what more was masked: a regular expression on names of fields, variables, parameters and headers */
  readonly mask?: string
}

/** Bytes that a person can read are written as text. */
export type Data = { readonly text: string } | { readonly base64: string }

export type Fact =
  | {
      readonly is: 'request'
      /** which connection it came on, from 1 */
      readonly connection: number
      readonly method: string
      readonly target: string
      readonly http: string
      /** as they were written: order, case and all */
      readonly headers: readonly string[]
    }
  | ({ readonly is: 'request-body' } & Data)
  | { readonly is: 'request-end' }
  | {
      /** also a 1xx before the real one */
      readonly is: 'reply'
      readonly status: number
      readonly reason: string
      readonly http: string
      readonly headers: readonly string[]
    }
  /** `chunk`: a chunk of the transfer encoding begins here, of so many bytes */
  | ({ readonly is: 'reply-body'; readonly chunk?: number } & Data)
  | { readonly is: 'reply-end'; readonly trailers?: readonly string[] }
  | ({ readonly is: 'from-client' } & Data)
  | ({ readonly is: 'from-daemon' } & Data)
  | { readonly is: 'client-end' }
  | { readonly is: 'daemon-end' }
  /** `cut`: whose going away ended it before its time */
  | { readonly is: 'end'; readonly cut?: 'client' | 'daemon' }

/** A fact of one exchange. */
export type TapeRecord = {
  /** ms since recording began */
  readonly at: number
  readonly exchange: number
} & Fact

export const toData = (bytes: Uint8Array): Data =>
  isUtf8(bytes) && !bytes.includes(0)
    ? { text: Buffer.from(bytes).toString('utf8') }
    : { base64: Buffer.from(bytes).toString('base64') }

export const fromData = (data: Data): Buffer =>
  'text' in data ? Buffer.from(data.text) : Buffer.from(data.base64, 'base64')
