// The formats of hexdump -e: `4/1 "%02x " "\n"`.
import { formatFloat, formatInteger, formatText, readDirective } from '../c-format.ts'
import { readEscape } from '../escapes.ts'
import { Complaint } from '../report.ts'
import { characterText, readNumber } from './blocks.ts'

interface Piece {
  readonly text: string
  /** bytes that the directive behind the text takes; 0 for none */
  readonly bytes: number
  readonly directive: string
}

interface Unit {
  readonly count: number
  readonly pieces: readonly Piece[]
  readonly size: number
}

export interface DumpFormat {
  readonly units: readonly Unit[]
  readonly size: number
}

const controlNames =
  'nul soh stx etx eot enq ack bel bs ht lf vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us'.split(
    ' ',
  )

function piecesOf(format: string, bytes: number | undefined): Piece[] {
  const pieces: Piece[] = []
  let text = ''
  for (let at = 0; at < format.length; ) {
    const character = format[at]!
    if (character === '\\' && at + 1 < format.length) {
      const [value, next] = readEscape(format, at + 1)
      text += value
      at = next
    } else if (character === '%' && format[at + 1] !== '%') {
      const match = /^%[-+ #0]*\d*(?:\.\d+)?(_(?:a[dox]|A[dox]|c|p|u)|[cdiouxXeEfgGs])/.exec(format.slice(at))
      if (!match) throw new Complaint('bad conversion character')
      const conversion = match[1]!
      const isOffset = /^_[aA]/.test(conversion)
      const natural = /^_[cpu]$|^c$/.test(conversion)
        ? 1
        : conversion === 's'
          ? Number(/\.(\d+)/.exec(match[0])?.[1] ?? 1)
          : /[eEfgG]/.test(conversion)
            ? 8
            : 4
      pieces.push({ text, bytes: isOffset ? 0 : (bytes ?? natural), directive: match[0] })
      text = ''
      at += match[0].length
    } else {
      text += character
      at += character === '%' ? 2 : 1
    }
  }
  if (text !== '' || pieces.length === 0) pieces.push({ text, bytes: 0, directive: '' })
  return pieces
}

/** Throws a Complaint. */
export function readFormat(text: string): DumpFormat {
  const units: Unit[] = []
  let at = 0
  while (at < text.length) {
    const match = /^\s*(?:(\d+)?(?:\/(\d+))?)?\s*"((?:[^"\\]|\\.)*)"\s*/s.exec(text.slice(at))
    if (!match) throw new Complaint(`bad format {${text}}`)
    const pieces = piecesOf(match[3]!, match[2] === undefined ? undefined : Number(match[2]))
    const size = pieces.reduce((sum, piece) => sum + piece.bytes, 0)
    units.push({ count: Number(match[1] ?? 1), pieces, size })
    at += match[0].length
  }
  return { units, size: units.reduce((sum, unit) => sum + unit.count * unit.size, 0) }
}

function show(directive: string, bytes: Uint8Array, offset: number): string {
  const special = /_(a|A|c|p|u)([dox]?)$/.exec(directive)
  if (special) {
    const fields = directive.slice(0, special.index)
    if (special[1] === 'a' || special[1] === 'A') {
      const read = readDirective(fields + special[2], 0, () => 0)!
      return formatInteger(read.directive, BigInt(offset))
    }
    const byte = bytes[0]!
    const plain = byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.'
    const named =
      controlNames[byte] ?? (byte === 127 ? 'del' : plain === '.' && byte !== 46 ? byte.toString(16) : plain)
    const text = special[1] === 'p' ? plain : special[1] === 'c' ? characterText(byte) : named
    return formatText(readDirective(`${fields}s`, 0, () => 0)!.directive, text)
  }
  const { directive: read } = readDirective(directive, 0, () => 0)!
  if (read.conversion === 's') return formatText(read, Buffer.from(bytes).toString('latin1'))
  if (read.conversion === 'c') return formatText(read, String.fromCharCode(bytes[0]!))
  if (/[eEfgG]/.test(read.conversion)) {
    const view = Buffer.alloc(8)
    view.set(bytes)
    return formatFloat(read, bytes.length === 4 ? view.readFloatLE() : view.readDoubleLE())
  }
  return formatInteger(read, readNumber(bytes, 0, bytes.length, 'di'.includes(read.conversion)))
}

/** One block in one format. What there are no bytes for is left blank. */
export function formatBlock({ units }: DumpFormat, block: Uint8Array, offset: number, repeats: number): string {
  let result = ''
  let at = 0
  for (const [index, unit] of units.entries()) {
    const isLast = index === units.length - 1
    const rounds = isLast && repeats > 0 ? repeats : unit.count
    for (let round = 0; round < rounds; round++) {
      for (const [place, piece] of unit.pieces.entries()) {
        // the blank behind the last round of a unit is dropped
        const trailing = piece.directive === '' && place === unit.pieces.length - 1
        const cut = trailing && round === rounds - 1 && unit.count > 1 ? piece.text.trimEnd() : piece.text
        if (piece.bytes > 0 && at >= block.length) {
          const width = show(piece.directive, new Uint8Array(piece.bytes), 0).length
          result += `${piece.text}${' '.repeat(width)}`
        } else {
          result += cut
          if (piece.directive !== '') result += show(piece.directive, block.subarray(at, at + piece.bytes), offset + at)
        }
        at += piece.bytes
      }
    }
  }
  return result
}
