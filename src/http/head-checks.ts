// What Go's server refuses of a request's head, although node's parser takes it.
import type { IncomingMessage } from 'node:http'
import { BAD_REQUEST } from './malformed.ts'

/** net/http: validHostByte */
const HOST = /^[\w!$%&'()*+,.:;=[\]~-]*$/

/** A status line and what the body says. */
export interface HeadRefusal {
  readonly reason: string
  readonly text?: string
}

/** What is wrong with the head; undefined if nothing is (net/http: readRequest, conn.readRequest). */
export function headRefusal(request: IncomingMessage): HeadRefusal | undefined {
  const { headers, httpVersionMajor: major, httpVersionMinor: minor } = request
  // node calls a request line without a version 0.9
  if (major === 0) return { reason: BAD_REQUEST }
  if (major > 1) return { reason: '505 HTTP Version Not Supported: unsupported protocol version' }
  const encoding = headers['transfer-encoding']
  if (encoding !== undefined && minor === 1 && encoding.toLowerCase() !== 'chunked') {
    return { reason: '501 Not Implemented', text: 'Unsupported transfer encoding' }
  }
  const { host } = headers
  if (host === undefined) {
    return minor === 1 ? { reason: `${BAD_REQUEST}: missing required Host header` } : undefined
  }
  if (countOf('host', request.rawHeaders) > 1) return { reason: BAD_REQUEST }
  return HOST.test(host) ? undefined : { reason: `${BAD_REQUEST}: malformed Host header` }
}

function countOf(name: string, rawHeaders: readonly string[]): number {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index] as string
    if (header.length === name.length && header.toLowerCase() === name) count += 1
  }
  return count
}
