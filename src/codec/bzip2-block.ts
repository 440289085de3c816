// One block of bzip2: Huffman codes, move-to-front and the Burrows-Wheeler transform taken off.
import type { BitReader } from './bit-reader.ts'
import { invalidBzip2 } from './bzip2-error.ts'

const longestCode = 20
/** symbols that one selector is for */
const groupSize = 50

/** The bytes of a block, still with runs of equal bytes shortened. Everything is read before the first is given. */
export function decodeBlock(bits: BitReader, size: number): Iterable<number> {
  if (bits.bit() === 1) throw invalidBzip2('deprecated randomized files')
  const first = bits.read(24)
  const alphabet = readAlphabet(bits)
  const trees = bits.read(3)
  if (trees < 2 || trees > 6) throw invalidBzip2('invalid number of Huffman trees')
  const selectors = readSelectors(bits, trees)
  const codes = Array.from({ length: trees }, () => new Code(readLengths(bits, alphabet.length + 2)))
  const { transformed, counts, length } = readSymbols(bits, { alphabet, selectors, codes, size })
  if (first >= length) throw invalidBzip2('pointer out of bounds')
  return untransformed(transformed, counts, length, first)
}

/** The bytes that the block has, in their order. */
function readAlphabet(bits: BitReader): number[] {
  const ranges = bits.read(16)
  const alphabet: number[] = []
  for (let range = 0; range < 16; range++) {
    if (((ranges >> (15 - range)) & 1) === 0) continue
    const used = bits.read(16)
    for (let i = 0; i < 16; i++) if (((used >> (15 - i)) & 1) === 1) alphabet.push(range * 16 + i)
  }
  if (alphabet.length === 0) throw invalidBzip2('no symbols in input')
  return alphabet
}

/** Which code is for which group of symbols. */
function readSelectors(bits: BitReader, trees: number): Uint8Array {
  const selectors = new Uint8Array(bits.read(15))
  const recent = Array.from({ length: trees }, (_, index) => index)
  for (let i = 0; i < selectors.length; i++) {
    let place = 0
    while (bits.bit() === 1) place++
    if (place >= trees) throw invalidBzip2('tree index too large')
    selectors[i] = toFront(recent, place)
  }
  if (selectors.length === 0) throw invalidBzip2('no tree selectors given')
  return selectors
}

function readLengths(bits: BitReader, count: number): number[] {
  const lengths: number[] = []
  let length = bits.read(5)
  for (let i = 0; i < count; i++) {
    for (;;) {
      if (length < 1 || length > longestCode) throw invalidBzip2('Huffman length out of range')
      if (bits.bit() === 0) break
      length += bits.bit() === 0 ? 1 : -1
    }
    lengths.push(length)
  }
  return lengths
}

/** A canonical Huffman code: shorter codes come first, and those of one length count up. */
class Code {
  readonly #symbols: number[] = []
  /** by length: the first code that is too large for it, and where its symbols begin */
  readonly #ends = new Int32Array(longestCode + 1)
  readonly #starts = new Int32Array(longestCode + 1)

  constructor(lengths: readonly number[]) {
    let code = 0
    for (let length = 1; length <= longestCode; length++) {
      code <<= 1
      this.#starts[length] = this.#symbols.length - code
      for (const [symbol, own] of lengths.entries()) if (own === length) this.#symbols.push(symbol)
      code = this.#symbols.length - this.#starts[length]!
      this.#ends[length] = code
    }
  }

  read(bits: BitReader): number {
    let code = 0
    for (let length = 1; length <= longestCode; length++) {
      code = (code << 1) | bits.bit()
      if (code < this.#ends[length]!) return this.#symbols[this.#starts[length]! + code]!
    }
    throw invalidBzip2('unknown Huffman code')
  }
}

interface Tables {
  readonly alphabet: readonly number[]
  readonly selectors: Uint8Array
  readonly codes: readonly Code[]
  readonly size: number
}

function readSymbols(bits: BitReader, { alphabet, selectors, codes, size }: Tables) {
  const transformed = new Uint32Array(size)
  const counts = new Uint32Array(256)
  const recent = [...alphabet]
  const end = alphabet.length + 1
  let length = 0
  let run = 0
  let power = 1
  const add = (byte: number, times: number): void => {
    if (length + times > size) throw invalidBzip2('repeats past end of block')
    transformed.fill(byte, length, length + times)
    counts[byte] = counts[byte]! + times
    length += times
  }
  for (let group = 0, left = 0, code = codes[0]!; ; left--) {
    if (left === 0) {
      const selector = selectors[group++]
      if (selector === undefined) {
        throw invalidBzip2('insufficient selector indices for number of decoded symbols')
      }
      code = codes[selector]!
      left = groupSize
    }
    const symbol = code.read(bits)
    // the symbols 0 and 1 are digits of how often the latest byte comes again
    if (symbol < 2) {
      if (power > size * 2) throw invalidBzip2('repeat count too large')
      run += power << symbol
      power <<= 1
      continue
    }
    if (run > 0) add(recent[0]!, run)
    run = 0
    power = 1
    if (symbol === end) return { transformed, counts, length }
    if (length >= size) throw invalidBzip2('data exceeds block size')
    add(toFront(recent, symbol - 1), 1)
  }
}

function toFront(recent: number[], place: number): number {
  const [value] = recent.splice(place, 1)
  recent.unshift(value!)
  return value!
}

/** Follows the bytes from each to the next one; where that is lies in the upper 24 bits. */
function* untransformed(bytes: Uint32Array, counts: Uint32Array, length: number, first: number): Generator<number> {
  const places = new Uint32Array(256)
  for (let byte = 1; byte < 256; byte++) places[byte] = places[byte - 1]! + counts[byte - 1]!
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]! & 0xff
    const place = places[byte]!
    places[byte] = place + 1
    bytes[place] = (bytes[place]! | (i << 8)) >>> 0
  }
  for (let i = 0, at = bytes[first]! >>> 8; i < length; i++) {
    const entry = bytes[at]!
    yield entry & 0xff
    at = entry >>> 8
  }
}
