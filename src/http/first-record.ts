// What a client begins with where TLS is spoken: five bytes tell whether it is TLS at all.
import type { Socket } from 'node:net'
import { alerts, plainAlert } from './alert.ts'

/** Why a connection ends before its handshake has begun, in the words of Go's log, and what the client is told. */
interface Misfit {
  readonly reason: string
  readonly answer?: string | Buffer
}

const RECORD_HEAD = 5

/**
 * Waits for the head of the first record and leaves it on the socket. Resolves to nothing if it may be TLS
 * (crypto/tls: readRecordOrCCS; net/http: tlsRecordHeaderLooksLikeHTTP).
 */
export async function misfitOf(socket: Socket): Promise<Misfit | undefined> {
  const head = await begin(socket)
  if (head.length < RECORD_HEAD) return { reason: head.length === 0 ? 'EOF' : 'unexpected EOF' }
  socket.unshift(head)
  if (/^(GET \/|HEAD |POST |PUT \/|OPTIO)/.test(head.toString('latin1'))) {
    return {
      reason: 'client sent an HTTP request to an HTTPS server',
      answer: 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n',
    }
  }
  const [type, major = 0] = head
  if (type === 0x80) {
    return {
      reason: 'tls: unsupported SSLv2 handshake received',
      answer: plainAlert(alerts.protocolVersion, 0x0301),
    }
  }
  const isRecord = (type === 21 || type === 22) && major < 0x10
  return isRecord ? undefined : { reason: 'tls: first record does not look like a TLS handshake' }
}

/** The first five bytes; fewer if the client closes its side or goes. */
function begin(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    const settle = (bytes: Buffer): void => {
      socket.off('readable', look).off('end', give).off('close', give)
      resolve(bytes)
    }
    const look = (): void => {
      // fewer come only at the end
      const bytes = socket.read(RECORD_HEAD) as Buffer | null
      if (bytes) settle(bytes)
    }
    const give = (): void => settle(Buffer.alloc(0))
    socket.on('readable', look).on('end', give).on('close', give)
  })
}
