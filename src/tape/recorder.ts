// Stands between clients and a daemon, hands every byte on as it is, and lets a tape listen.
import { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import { Conversation } from './conversation.ts'
import type { Masks } from './masked-lines.ts'
import type { TapeWriter } from './tape-writer.ts'

export interface RecorderOptions {
  readonly tape: TapeWriter
  readonly masks: Masks
  /** Opens a connection to the daemon, which may be half open. */
  readonly connect: () => Socket
  /** Emitted by the socket when the daemon has accepted: `connect`, or `secureConnect`. */
  readonly connected?: 'connect' | 'secureConnect'
  /** Hears why the daemon could not be reached. */
  readonly report?: (sentence: string) => void
}

/** Gives what accepts clients' connections (half open ones, too). */
export function createRecorder({
  tape,
  masks,
  connect,
  connected = 'connect',
  report,
}: RecorderOptions): (client: Socket) => void {
  let connections = 0
  let exchanges = 0
  return (client) => {
    const talk = new Conversation({
      tape,
      masks,
      connection: ++connections,
      nextExchange: () => ++exchanges,
    })
    const daemon = connect()
    let open = false
    let first: 'client' | 'daemon' | undefined
    client.on('error', () => {})
    client.on('close', () => {
      first ??= 'client'
      daemon.destroy()
      talk.closed(first)
    })
    daemon.on('error', (error: NodeJS.ErrnoException) => {
      if (open) {
        // a unix socket knows no reset
        if (error.code === 'ECONNRESET' && client.remoteAddress !== undefined) client.resetAndDestroy()
        return
      }
      const sentence = `mockerd record cannot reach the daemon: ${error.message}`
      report?.(sentence)
      refuse(client, sentence)
    })
    daemon.on('close', () => {
      if (!open) return
      first ??= 'daemon'
      // what was written to the client is to arrive
      client.end(() => client.destroy())
    })
    daemon.once(connected, () => {
      open = true
      carry(client, daemon, {
        data: (bytes) => talk.fromClient(bytes),
        end: () => talk.clientEnded(),
      })
      carry(daemon, client, {
        data: (bytes) => talk.fromDaemon(bytes),
        end() {
          first ??= 'daemon'
          talk.daemonEnded()
        },
      })
    })
  }
}

interface Listener {
  data(bytes: Buffer): void
  end(): void
}

/** One direction: bytes as they come, at the pace at which they are taken, and the end. */
function carry(from: Socket, to: Socket, listener: Listener): void {
  from.on('data', (bytes: Buffer) => {
    // what somebody has got is on the tape, whatever happens next
    listener.data(bytes)
    if (!to.write(bytes)) from.pause()
  })
  to.on('drain', () => from.resume())
  from.on('end', () => {
    listener.end()
    to.end()
  })
}

function refuse(client: Socket, message: string): void {
  const body = Buffer.from(`${JSON.stringify({ message })}\n`)
  const head = `HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`
  // a socket that is closed with something unread in it is a reset to the other side
  client.resume()
  client.end(head + body)
}
