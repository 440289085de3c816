// What is no HTTP: answered with the words of Go's server, and the connection ends.
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { connectionOf } from './connection.ts'
import { breakBody } from './request-body.ts'

export const BAD_REQUEST = '400 Bad Request'

/** By the codes of node's parser; everything else is a plain 400 (net/http: conn.serve). */
const REASONS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

/** What readers of a body are told, by the codes of node's parser (net/http/internal: chunkedReader). */
const BREAKS: Readonly<Record<string, string>> = {
  HPE_INVALID_CHUNK_SIZE: 'invalid byte in chunk length',
  HPE_INVALID_EOF_STATE: 'unexpected EOF',
}

/** Ends a connection with a status and nothing else in the body. */
export function refuseConnection(socket: Duplex, reason: string = BAD_REQUEST, text: string = reason): void {
  socket.end(`HTTP/1.1 ${reason}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${text}`, () =>
    socket.destroy(),
  )
}

/**
 * differs: Go takes other methods than those of HTTP, lines that end in LF, folded headers, bytes above 127 in paths, and a
 * length that is said twice or beside chunks; and no empty line before a request. Node's parser does not, and does.
 */
export function answerMalformed(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const connection = connectionOf(socket)
    // Bytes behind a request that will be hijacked are not HTTP. dockerd drops those that come before its answer.
    if (connection?.awaitsHijack) return
    const { code } = error
    if (!socket.writable || !code?.startsWith('HPE_')) return void socket.destroy()
    const refuse = (): void => {
      if (!socket.writable) return
      if (code === 'HPE_INVALID_TRANSFER_ENCODING') {
        refuseConnection(socket, '501 Not Implemented', 'Unsupported transfer encoding')
      } else refuseConnection(socket, REASONS[code])
    }
    const response = connection?.response
    if (!response || (connection?.idle && response.req.complete)) return refuse()
    // a body that nobody reads any more
    if (connection?.idle) return void socket.destroy()
    // Go's server looks at what comes next when this request has its answer.
    if (response.req.complete) return void response.once('finish', () => response.shouldKeepAlive && refuse())
    response.shouldKeepAlive = false
    breakBody(response.req, BREAKS[code] ?? 'malformed chunked encoding')
  })
}
