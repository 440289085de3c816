// What a body consists of: bytes, chunks, frames of output, JSON objects, events.
import type { Bytes } from '../api/wire.ts'

export type Unit = 'bytes' | 'chunks' | 'frames' | 'objects' | 'events'

const HEADER = 8

/** A place in the bytes behind which a unit ends. Hears all bytes in turn. */
type Splitter = (piece: Uint8Array) => number[]

/** Gives for each piece where in it units end. */
function splitter(unit: Exclude<Unit, 'bytes'>): Splitter {
  if (unit === 'chunks') return (piece) => [piece.length]
  return unit === 'frames' ? frameEnds() : objectEnds()
}

/** Frames of multiplexed output: a header of eight bytes, the last four of them a length. */
function frameEnds(): Splitter {
  const header = Buffer.alloc(HEADER)
  let filled = 0
  let left = 0
  return (piece) => {
    const ends: number[] = []
    for (let at = 0; at < piece.length; ) {
      if (filled < HEADER) {
        header[filled++] = piece[at++]!
        if (filled < HEADER) continue
        left = header.readUInt32BE(4)
      }
      const step = Math.min(left, piece.length - at)
      at += step
      left -= step
      if (left > 0) break
      ends.push(at)
      filled = 0
    }
    return ends
  }
}

/** JSON values one behind the other; white space behind a value is its own. Numbers and words alone are not told apart. */
function objectEnds(): Splitter {
  let depth = 0
  let inText = false
  let escaped = false
  let open = false
  return (piece) => {
    const ends: number[] = []
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at]!
      if (inText) {
        if (escaped) escaped = false
        else if (byte === 0x5c) escaped = true
        else if (byte === 0x22) inText = false
      } else if (byte === 0x22) inText = true
      else if (byte === 0x7b || byte === 0x5b) {
        depth++
        open = true
      } else if ((byte === 0x7d || byte === 0x5d) && depth > 0) depth--
      // a line feed ends it: the client reads lines
      if (open && depth === 0 && !inText && byte === 0x0a) {
        ends.push(at + 1)
        open = false
      }
    }
    return ends
  }
}

/** Each unit as a piece of its own; what is behind the last one comes last, as it is. */
export async function* unitsOf(bytes: Bytes, unit: Exclude<Unit, 'bytes'>): AsyncGenerator<Uint8Array> {
  const split = splitter(unit)
  let rest: Uint8Array[] = []
  for await (const piece of bytes) {
    let from = 0
    for (const end of split(piece)) {
      yield joined(rest, piece.subarray(from, end))
      rest = []
      from = end
    }
    if (from < piece.length) rest.push(piece.subarray(from))
  }
  if (rest.length > 0) yield joined(rest, new Uint8Array())
}

function joined(before: readonly Uint8Array[], piece: Uint8Array): Uint8Array {
  return before.length === 0 ? piece : Buffer.concat([...before, piece])
}

/**
 * Lets so many units pass, then asks `arrive` what is to become of the rest. Pieces stay as they are, but for the one in
 * which the place is. With fewer units `arrive` is never asked.
 */
export async function* passThen(
  bytes: Bytes,
  unit: Unit,
  amount: number,
  arrive: () => Promise<(rest: Bytes) => Bytes>,
): AsyncGenerator<Uint8Array> {
  const split = unit === 'bytes' ? undefined : splitter(unit)
  const iterator = bytes[Symbol.asyncIterator]()
  try {
    let left = amount
    let rest: Uint8Array | undefined
    while (left > 0) {
      const next = await iterator.next()
      if (next.done) return
      const piece = next.value
      let end: number | undefined
      if (split) {
        const ends = split(piece)
        if (ends.length >= left) end = ends[left - 1]
        left -= Math.min(left, ends.length)
      } else {
        if (piece.length >= left) end = left
        left -= Math.min(left, piece.length)
      }
      if (end === undefined || end === piece.length) yield piece
      else {
        yield piece.subarray(0, end)
        rest = piece.subarray(end)
      }
    }
    const shape = await arrive()
    yield* shape(from(rest, iterator))
  } finally {
    await iterator.return?.()
  }
}

async function* from(first: Uint8Array | undefined, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first !== undefined) yield first
  for (;;) {
    const next = await iterator.next()
    if (next.done) return
    yield next.value
  }
}

/** All of it, then `arrive`; the terminal chunk is not out yet. */
export async function* passAll(bytes: Bytes, arrive: () => Promise<unknown>): AsyncGenerator<Uint8Array> {
  yield* bytes
  await arrive()
}
