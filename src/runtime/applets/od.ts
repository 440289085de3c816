// od: shows bytes as octal and other numbers.
import type { Program } from '../process.ts'
import { characterText, eachBlock, readNumber, sameBytes } from './dump/blocks.ts'
import { sizeOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { Complaint } from './report.ts'

interface Type {
  readonly size: number
  readonly width: number
  readonly show: (bytes: Uint8Array, at: number) => string
  /** the characters at the end of the line (z) */
  readonly text: boolean
}

const names =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  )

/** How wide the widest number of so many bytes is. */
function widthOf(kind: string, size: number): number {
  const most = (1n << BigInt(size * 8)) - 1n
  if (kind === 'd') return (most / 2n).toString().length + 1
  return most.toString(kind === 'u' ? 10 : kind === 'o' ? 8 : 16).length
}

/** A type such as `x1`, `d4`, `c`, `x2z`. */
function readTypes(text: string): Type[] {
  const types: Type[] = []
  for (const [whole, kind = '', sizeText = '', z = ''] of text.matchAll(/([acdfoux])([CSILFD]|\d*)(z?)|./g)) {
    if (kind === '') throw new Complaint(`invalid character '${whole}' in type string '${text}'`)
    const named: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8 }
    const size = kind === 'a' || kind === 'c' ? 1 : (named[sizeText] ?? (Number(sizeText) || (kind === 'f' ? 8 : 4)))
    if (![1, 2, 4, 8].includes(size))
      throw new Complaint(`invalid type string '${text}'; ${size}-byte type is not supported`)
    types.push({ ...typeOf(kind, size), text: z !== '' })
  }
  return types
}

function typeOf(kind: string, size: number): Omit<Type, 'text'> {
  if (kind === 'c') return { size, width: 3, show: (bytes, at) => characterText(bytes[at]!).padStart(3) }
  if (kind === 'a') {
    const name = (byte: number) => names[byte] ?? (byte === 127 ? 'del' : String.fromCharCode(byte))
    return { size, width: 3, show: (bytes, at) => name(bytes[at]! & 127).padStart(3) }
  }
  if (kind === 'f') {
    const read = (bytes: Uint8Array, at: number) => {
      const padded = Buffer.alloc(8)
      padded.set(bytes.subarray(at, at + size))
      return size === 4 ? padded.readFloatLE() : padded.readDoubleLE()
    }
    const width = size === 4 ? 15 : 24
    return {
      size,
      width,
      show: (bytes, at) => String(Number(read(bytes, at).toPrecision(size === 4 ? 8 : 17))).padStart(width),
    }
  }
  const width = widthOf(kind, size)
  const radix = kind === 'o' ? 8 : kind === 'x' ? 16 : 10
  const zeros = radix !== 10
  return {
    size,
    width,
    show: (bytes, at) => {
      const text = readNumber(bytes, at, size, kind === 'd').toString(radix)
      return text.padStart(width, zeros ? '0' : ' ')
    },
  }
}

/** Old options and the types that they stand for. */
const old: Readonly<Record<string, string>> = {
  a: 'a',
  b: 'o1',
  c: 'c',
  d: 'u2',
  f: 'fF',
  h: 'x2',
  i: 'd2',
  l: 'd4',
  o: 'o2',
  x: 'x2',
  B: 'o2',
  D: 'u4',
  e: 'fD',
  F: 'fD',
  H: 'x4',
  I: 'd8',
  L: 'd8',
  O: 'o4',
  s: 'd2',
  X: 'x4',
}

const od: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'abcdefhilosvxBDFHILOXA:N:j:t:w::S:',
    long: {
      'address-radix': 'A',
      'read-bytes': 'N',
      'skip-bytes': 'j',
      format: 't',
      'output-duplicates': 'v',
      width: 'w',
    },
    usage: '[-abcdfhilovxs] [-t TYPE] [-A RADIX] [-N SIZE] [-j SKIP] [-S MINSTR] [-w WIDTH] [FILE]...',
  })
  const types: Type[] = []
  let asked = 0
  for (const letter of options.order) {
    if (letter === 't') types.push(...readTypes(options.values('t')[asked++]!))
    else if (old[letter]) types.push(...readTypes(old[letter]))
  }
  if (types.length === 0) types.push(...readTypes('o2'))
  const radix = { d: 10, o: 8, x: 16, n: 0 }[(options.value('A') ?? 'o') as 'd']
  if (radix === undefined) throw new Complaint(`bad output address radix '${options.value('A')}' (must be [doxn])`)
  const width = options.has('w') ? Number(options.value('w') || 32) : 16
  const address = (offset: number) => (radix === 0 ? '' : offset.toString(radix).padStart(radix === 16 ? 6 : 7, '0'))
  const range = {
    skip: options.has('j') ? sizeOf(options.value('j')!) : 0,
    length: options.has('N') ? sizeOf(options.value('N')!) : Infinity,
  }
  const output = standardOutput(process)
  let before: Uint8Array | undefined
  let skipped = false
  let end = range.skip
  const good = await eachBlock(process, options.operands, width, range, async (block, offset) => {
    end = offset + block.length
    if (!options.has('v') && block.length === width && sameBytes(before, block)) {
      if (!skipped) await output.print('*\n')
      skipped = true
      return
    }
    skipped = false
    before = block.slice()
    for (const [index, type] of types.entries()) {
      const column = type.width + 1
      let line = index === 0 ? address(offset) : ' '.repeat(address(0).length)
      for (let at = 0; at < block.length; at += type.size) line += type.show(block, at).padStart(column)
      if (type.text) {
        const text = [...block].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
        const missing = Math.floor((width - block.length) / type.size) * column
        line += `${' '.repeat(missing)}  >${text}<`
      }
      await output.print(`${line}\n`)
    }
  })
  if (radix !== 0) await output.print(`${address(end)}\n`)
  return good ? 0 : 1
}
export default od
