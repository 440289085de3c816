// The frames of a websocket, as a server writes and reads them (RFC 6455, section 5). Pieces of a message come one by
// one: where a message begins and ends does not matter to a stream of bytes.
import { Buffer } from 'node:buffer'

export const Opcode = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** Why a connection is closed (section 7.4). */
export const CloseCode = { normal: 1000, protocolError: 1002 } as const

/** bytes that a control frame may have */
const LONGEST_CONTROL = 125

export interface Piece {
  /** `broken`: what came is no frame of a client, and nothing after it is read. */
  readonly kind: 'data' | 'ping' | 'pong' | 'close' | 'broken'
  readonly bytes: Uint8Array
}

export function websocketFrame(opcode: number, bytes: Uint8Array): Buffer {
  const { length } = bytes
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = 0x80 | opcode
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, bytes])
}

export function closeFrame(code: number): Buffer {
  return websocketFrame(Opcode.close, Uint8Array.of(code >> 8, code & 0xff))
}

interface Head {
  readonly opcode: number
  readonly mask: Uint8Array
  /** bytes of the payload */
  readonly length: number
  /** where the payload begins */
  readonly end: number
}

/** Takes what comes from a client apart. Data is given out as it arrives, however long its frame is. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)
  #head: Head | undefined
  /** bytes of the payload that were given out */
  #done = 0;

  *read(chunk: Uint8Array): Generator<Piece> {
    this.#rest = Buffer.concat([this.#rest, chunk])
    for (;;) {
      if (this.#head === undefined) {
        const head = readHead(this.#rest)
        if (head === undefined) return
        if (head === 'broken') {
          yield { kind: 'broken', bytes: new Uint8Array() }
          return
        }
        this.#head = head
        this.#done = 0
        this.#rest = this.#rest.subarray(head.end)
      }
      const { opcode, length } = this.#head
      const here = Math.min(this.#rest.length, length - this.#done)
      const whole = this.#done + here === length
      if (!whole && (here === 0 || opcode >= Opcode.close)) return
      const bytes = this.#unmasked(here, this.#head.mask)
      if (whole) this.#head = undefined
      yield { kind: kindOf(opcode), bytes }
    }
  }

  #unmasked(length: number, mask: Uint8Array): Uint8Array {
    const begin = this.#done
    const bytes = Uint8Array.from(this.#rest.subarray(0, length), (byte, index) => byte ^ mask[(begin + index) % 4]!)
    this.#rest = this.#rest.subarray(length)
    this.#done += length
    return bytes
  }
}

function kindOf(opcode: number): Piece['kind'] {
  if (opcode === Opcode.close) return 'close'
  if (opcode === Opcode.ping) return 'ping'
  // as Go's reader, which takes what it does not know for data
  return opcode === Opcode.pong ? 'pong' : 'data'
}

/** Undefined while there are too few bytes; a client masks everything it sends. */
function readHead(bytes: Buffer): Head | 'broken' | undefined {
  if (bytes.length < 2) return undefined
  const opcode = bytes[0]! & 0x0f
  const short = bytes[1]! & 0x7f
  if ((bytes[1]! & 0x80) === 0) return 'broken'
  if (opcode >= Opcode.close && short > LONGEST_CONTROL) return 'broken'
  const maskAt = short < 126 ? 2 : short === 126 ? 4 : 10
  if (bytes.length < maskAt + 4) return undefined
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  if (!Number.isSafeInteger(length)) return 'broken'
  return { opcode, mask: bytes.subarray(maskAt, maskAt + 4), length, end: maskAt + 4 }
}
