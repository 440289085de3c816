// What a websocket client sends, byte by byte: its handshake and its masked frames.
import { Buffer } from 'node:buffer'

export const handshake = (path: string, more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`

export function clientFrame(opcode: number, text: string, final = true): Buffer {
  const bytes = Buffer.from(text)
  const mask = [1, 2, 3, 4]
  const length = bytes.length < 126 ? [0x80 | bytes.length] : [0x80 | 126, bytes.length >> 8, bytes.length & 0xff]
  const masked = bytes.map((byte, index) => byte ^ mask[index % 4]!)
  return Buffer.concat([Buffer.from([(final ? 0x80 : 0) | opcode, ...length, ...mask]), masked])
}
