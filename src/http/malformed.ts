// What is no HTTP: answered with the words of Go's server, and the connection ends.
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { connectionOf } from './connection.ts'

const BAD_REQUEST = '400 Bad Request'

/** By the codes of node's parser; everything else is a plain 400 (net/http: conn.serve). */
const REASONS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

/** Ends a connection with a status and nothing else in the body. */
export function refuseConnection(socket: Duplex, reason: string = BAD_REQUEST, text: string = reason): void {
  socket.end(`HTTP/1.1 ${reason}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${text}`, () =>
    socket.destroy(),
  )
}

export function answerMalformed(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const connection = connectionOf(socket)
    // Bytes behind a request that will be hijacked are not HTTP. dockerd drops those that come before its answer.
    if (connection?.awaitsHijack) return
    const begun = connection?.idle === false && connection.response?.headersSent
    if (begun || !socket.writable || !error.code?.startsWith('HPE_')) socket.destroy()
    else if (error.code === 'HPE_INVALID_TRANSFER_ENCODING') {
      refuseConnection(socket, '501 Not Implemented', 'Unsupported transfer encoding')
    } else refuseConnection(socket, REASONS[error.code])
  })
}
