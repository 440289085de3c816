// Reads the inputs of a dump as one stream of blocks, leaving out what -s and -n say.
import type { Process } from '../../process.ts'
import { eachInput, readChunks } from '../inputs.ts'

export interface DumpRange {
  readonly skip: number
  readonly length: number
}

/** Gives blocks of `size` bytes (the last one shorter) with their offsets; false if an input could not be read. */
export async function eachBlock(
  process: Process,
  names: readonly string[],
  size: number,
  { skip, length }: DumpRange,
  use: (block: Uint8Array, offset: number) => Promise<void> | void,
): Promise<boolean> {
  let rest: Uint8Array = new Uint8Array()
  let toSkip = skip
  let left = length
  let offset = skip
  const good = await eachInput(
    process,
    names,
    async (descriptor) => {
      for await (const chunk of left > 0 ? readChunks(process, descriptor) : []) {
        const start = Math.min(toSkip, chunk.length)
        toSkip -= start
        const wanted = chunk.subarray(start, start + Math.min(left, chunk.length))
        left -= wanted.length
        const bytes = rest.length === 0 ? wanted : Buffer.concat([rest, wanted])
        let at = 0
        for (; at + size <= bytes.length; at += size) {
          await use(bytes.subarray(at, at + size), offset)
          offset += size
        }
        rest = bytes.slice(at)
        if (left <= 0) break
      }
    },
    (name) => name,
  )
  if (rest.length > 0) await use(rest, offset)
  return good
}

/** Whether two blocks are the same, so that a `*` stands for the second. */
export function sameBytes(left: Uint8Array | undefined, right: Uint8Array): boolean {
  return left !== undefined && Buffer.from(left.buffer, left.byteOffset, left.length).equals(right)
}

/** A number of `size` bytes, the low byte first; missing bytes are zero. */
export function readNumber(bytes: Uint8Array, at: number, size: number, signed: boolean): bigint {
  let value = 0n
  for (let index = size - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[at + index] ?? 0)
  return signed ? BigInt.asIntN(size * 8, value) : value
}

/** A byte as `od -c` and `hexdump -c` show it. */
export function characterText(byte: number): string {
  const named: Readonly<Record<number, string>> = {
    0: '\\0',
    7: '\\a',
    8: '\\b',
    9: '\\t',
    10: '\\n',
    11: '\\v',
    12: '\\f',
    13: '\\r',
  }
  return named[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'))
}
