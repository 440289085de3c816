// Websockets: the handshake as golang.org/x/net/websocket answers it, then frames in the place of a stream's bytes.
import { createHash } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { Duplex } from 'node:stream'
import type { WebsocketReply } from '../api/reply.ts'
import { Cut } from '../api/wire.ts'
import { CloseCode, closeFrame, FrameReader, Opcode, websocketFrame } from '../codec/websocket-frames.ts'
import { takeOver } from './hijack.ts'
import type { Exchange } from './read.ts'
import { serveShaped } from './shaped-socket.ts'

/** RFC 6455, section 1.3 */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Gives the connection to the operation as a stream of bytes, or refuses what is no websocket. */
export async function serveWebsocket(exchange: Exchange, reply: WebsocketReply): Promise<void> {
  for await (const _ of exchange.body);
  const answer = handshake(exchange.headers)
  const socket = takeOver(exchange)
  if (answer.status !== 101) {
    socket.end(head(answer.status, answer.lines) + answer.message)
    socket.resume()
    return
  }
  socket.write(head(101, answer.lines))
  const stream = new WebsocketStream(socket, reply.binary ? Opcode.binary : Opcode.text)
  try {
    if (reply.wire) await serveShaped(stream, reply.wire, (shaped) => reply.serve(shaped))
    else await reply.serve(stream)
    stream.end()
    stream.resume()
  } catch (error) {
    if (!(error instanceof Cut)) socket.destroy()
    throw error
  }
}

interface Answer {
  readonly status: number
  readonly lines: readonly string[]
  readonly message: string
}

function handshake(headers: Exchange['headers']): Answer {
  const of = (name: string): string => String(headers[name] ?? '')
  const refuse = (message: string, lines: readonly string[] = []): Answer => ({ status: 400, lines, message })
  const upgrades = of('upgrade').toLowerCase() === 'websocket' && /upgrade/i.test(of('connection'))
  if (!upgrades) return refuse('not websocket protocol')
  const key = of('sec-websocket-key')
  if (key === '') return refuse('mismatch challenge/response')
  if (of('sec-websocket-version') !== '13') {
    return refuse('missing or bad WebSocket Version', ['Sec-WebSocket-Version: 13'])
  }
  const protocol = of('sec-websocket-protocol').trim()
  // nobody here chooses one of several
  if (protocol.includes(',')) return refuse('')
  const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64')
  const lines = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`]
  return { status: 101, lines: protocol ? [...lines, `Sec-WebSocket-Protocol: ${protocol}`] : lines, message: '' }
}

const head = (status: number, lines: readonly string[]): string =>
  `${[`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines].join('\r\n')}\r\n\r\n`

/** What is written leaves in frames, what is read came in frames; the end of either side is a close frame. */
class WebsocketStream extends Duplex {
  readonly #socket: Duplex
  readonly #opcode: number
  readonly #reader = new FrameReader()

  constructor(socket: Duplex, opcode: number) {
    super()
    this.#socket = socket
    this.#opcode = opcode
    socket.on('data', (chunk: Uint8Array) => this.#take(chunk))
    socket.on('end', () => this.#over())
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: () => void): void {
    this.#socket.write(websocketFrame(this.#opcode, chunk), () => callback())
  }

  override _final(callback: () => void): void {
    this.#socket.end(closeFrame(CloseCode.normal))
    callback()
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    if (!this.#socket.writableEnded) this.#socket.end()
    callback(error)
  }

  #take(chunk: Uint8Array): void {
    for (const { kind, bytes } of this.#reader.read(chunk)) {
      if (this.readableEnded || this.writableEnded) return
      if (kind === 'ping') this.#socket.write(websocketFrame(Opcode.pong, bytes))
      if (kind === 'data' && bytes.length > 0 && !this.push(bytes)) this.#socket.pause()
      if (kind === 'broken') this.#socket.write(closeFrame(CloseCode.protocolError))
      if (kind === 'broken' || kind === 'close') this.#over()
    }
  }

  /** The client says no more: both sides are done. */
  #over(): void {
    if (!this.writableEnded) this.end()
    this.push(null)
    this.#socket.removeAllListeners('data')
    this.#socket.resume()
  }
}
