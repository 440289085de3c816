// Text and bytes: UTF-8, with bytes that are no UTF-8 carried through strings unharmed (U+DC80 to U+DCFF, as Python does).
import { Buffer } from 'node:buffer'

const REPLACEMENT = '\ufffd'

/** The text of some bytes; `encode` gives exactly these bytes back. */
export function decode(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  return text.includes(REPLACEMENT) ? decodeCarefully(bytes) : text
}

/** A byte that stood alone in the text it came from (the `u` flag leaves halves of real pairs out). */
const LONE = /([\udc80-\udcff])/u

export function encode(text: string): Uint8Array {
  if (!LONE.test(text)) return Buffer.from(text, 'utf8')
  const parts = text.split(LONE).map((piece, index) => {
    return index % 2 === 1 ? Uint8Array.of(piece.charCodeAt(0) - 0xdc00) : Buffer.from(piece, 'utf8')
  })
  return Buffer.concat(parts)
}

/** How many bytes the UTF-8 sequence at `start` has, 0 if it is none. */
function sequenceLength(bytes: Uint8Array, start: number): number {
  const first = bytes[start]!
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  if (length === 0 || start + length > bytes.length) return 0
  const one = Buffer.from(bytes.subarray(start, start + length))
  return length > 1 && Buffer.compare(Buffer.from(one.toString('utf8'), 'utf8'), one) !== 0 ? 0 : length
}

function decodeCarefully(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i)
    if (length === 0) text += String.fromCharCode(0xdc00 + bytes[i++]!)
    else {
      text += Buffer.from(bytes.subarray(i, i + length)).toString('utf8')
      i += length
    }
  }
  return text
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}
