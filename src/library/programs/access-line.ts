// How web servers log a request: the common log format.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SocketNames } from '../../runtime/network/socket.ts'
import type { Process } from '../../runtime/process.ts'
import { logTime } from './service.ts'

/** Without its end of line. @param empty what stands for the length of a body that there is none of */
export function accessLine(
  process: Process,
  { method, url, httpVersion }: IncomingMessage,
  response: ServerResponse,
  { remote }: SocketNames,
  empty: string,
): string {
  const { day, month, year, time } = logTime(process.now())
  const size = response.getHeader('content-length') ?? empty
  return `${remote.address} - - [${day}/${month}/${year}:${time} +0000] "${method} ${url} HTTP/${httpVersion}" ${response.statusCode} ${size}`
}
