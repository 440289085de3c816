// Requests and replies of the registry as plain values; what carries them is not its business.
import { type SpecifiedCode, usualMessage } from '../registry-error.ts'

export interface RegistryRequest {
  readonly method: string
  /** `/v2/library/alpine/tags/list` */
  readonly path: string
  readonly query: URLSearchParams
  /** One header by its name in small letters. */
  header(name: string): string | undefined
  readonly body: AsyncIterable<Uint8Array>
}

export interface RegistryReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Left out of the replies to HEAD. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array> | undefined
}

/** Says no in the form of the distribution specification. */
export class RegistryRefusal extends Error {
  readonly status: number
  readonly code: SpecifiedCode
  readonly detail: unknown
  readonly headers: Readonly<Record<string, string>>
  constructor(
    status: number,
    code: SpecifiedCode,
    detail: unknown = null,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(usualMessage(code))
    this.name = 'RegistryRefusal'
    this.status = status
    this.code = code
    this.detail = detail
    this.headers = headers
  }
}

export const json = (value: unknown, headers: Readonly<Record<string, string>> = {}, status = 200): RegistryReply => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: Buffer.from(`${JSON.stringify(value)}\n`),
})

export const nothing = (status: number, headers: Readonly<Record<string, string>> = {}): RegistryReply => ({
  status,
  headers: { ...headers, ...(status !== 204 && { 'Content-Length': '0' }) },
})

export function refusalReply({ status, code, message, detail, headers }: RegistryRefusal): RegistryReply {
  return json({ errors: [{ code, message, detail }] }, headers, status)
}
