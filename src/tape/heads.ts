// The heads of requests and replies, as far as it matters where their bodies end.
import type { Framing } from './message-reader.ts'

export interface RequestHead {
  readonly method: string
  readonly target: string
  readonly http: string
  readonly headers: readonly string[]
}

export interface ReplyHead {
  readonly status: number
  readonly reason: string
  readonly http: string
  readonly headers: readonly string[]
}

/** Throws an Error with a sentence for what is no request. */
export function requestHead([first = '', ...headers]: readonly string[]): RequestHead {
  const [, method, target, http] = /^(\S+) (.*) HTTP\/(\d\.\d)$/.exec(first) ?? []
  if (method === undefined || target === undefined || http === undefined) {
    throw new Error(`a request begins with ${JSON.stringify(first.slice(0, 80))}`)
  }
  return { method, target, http, headers }
}

/** Throws an Error with a sentence for what is no reply. */
export function replyHead([first = '', ...headers]: readonly string[]): ReplyHead {
  const [, http, status, reason = ''] = /^HTTP\/(\d\.\d) (\d{3})(?: (.*))?$/.exec(first) ?? []
  if (http === undefined) throw new Error(`a reply begins with ${JSON.stringify(first.slice(0, 80))}`)
  return { status: Number(status), reason, http, headers }
}

export const linesOfRequest = ({ method, target, http, headers }: RequestHead): string[] => [
  `${method} ${target} HTTP/${http}`,
  ...headers,
]

export const linesOfReply = ({ status, reason, http, headers }: ReplyHead): string[] => [
  `HTTP/${http} ${status} ${reason}`,
  ...headers,
]

/** The value of a header, whatever the case of its name. */
export function headerOf(headers: readonly string[], name: string): string | undefined {
  const line = headers.find((one) => one.slice(0, one.indexOf(':')).toLowerCase() === name)
  return line?.slice(line.indexOf(':') + 1).trim()
}

export function requestFraming({ headers }: RequestHead): Framing {
  return framingOf(headers) ?? 0
}

/** @param method of the request that it answers */
export function replyFraming({ status, headers }: ReplyHead, method: string): Framing {
  if (status === 101) return 'raw'
  if (status < 200) return 'another'
  if (method === 'HEAD' || status === 204 || status === 304) return 0
  return framingOf(headers) ?? (isHijack(headers) ? 'raw' : 'rest')
}

/** Without an Upgrade header dockerd hijacks with a 200 (moby: server/router/container postContainersAttach). */
const isHijack = (headers: readonly string[]): boolean =>
  /^application\/vnd\.docker\.(raw|multiplexed)-stream/.test(headerOf(headers, 'content-type') ?? '')

function framingOf(headers: readonly string[]): Framing | undefined {
  if (/chunked/i.test(headerOf(headers, 'transfer-encoding') ?? '')) return 'chunked'
  const length = headerOf(headers, 'content-length')
  return length === undefined ? undefined : Number(length) || 0
}
