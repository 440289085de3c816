// HTTP requests of simulated programs: node's own client over a simulated connection.
import { type IncomingMessage, request } from 'node:http'
import { Readable } from 'node:stream'
import type { Process } from '../process.ts'
import { connectionStream } from './connection-stream.ts'

export interface HttpRequest {
  readonly method: string
  /** path and query */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string | Readable | undefined
}

/** Sends a request over an open connection. Rejects when the other side breaks off or speaks something else. */
export function sendRequest(process: Process, connection: number, wanted: HttpRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method, path, headers, body } = wanted
    const stream = connectionStream(process, connection)
    const outgoing = request({ method, path, headers, setHost: false, createConnection: () => stream })
    outgoing.once('response', resolve)
    outgoing.once('error', reject)
    if (body instanceof Readable) body.pipe(outgoing)
    else outgoing.end(body)
  })
}
