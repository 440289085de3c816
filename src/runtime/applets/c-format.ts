// Conversions of C's printf, for printf, awk, seq and stat. Everything is a byte string.

/** A directive as it was read: `%-08.3lx`. */
export interface Directive {
  readonly flags: string
  readonly width: number
  /** undefined when none was given */
  readonly precision: number | undefined
  readonly conversion: string
}

/** Longest field that is made; a wider one is cut to it, so that no argument can ask for gigabytes. */
const widest = 1 << 20

const shape = /^%([-+ #0]*)(\*|\d+)?(?:\.(\*|-?\d+)?)?(?:hh|h|ll|l|L|q|j|z|t)?([a-zA-Z%])?/

/**
 * Reads the directive at `at` of a format. `star` gives the numbers for `*`. Undefined when it has no conversion letter.
 */
export function readDirective(
  format: string,
  at: number,
  star: () => number,
): { directive: Directive; next: number } | undefined {
  const match = shape.exec(format.slice(at, at + 64))
  if (!match?.[4]) return undefined
  let flags = match[1] ?? ''
  let width = match[2] === '*' ? star() : Number(match[2] ?? 0)
  if (width < 0) {
    flags += '-'
    width = -width
  }
  const dotted = /^%[-+ #0]*(\*|\d+)?\./.test(match[0])
  let precision = match[3] === '*' ? star() : dotted ? Number(match[3] ?? 0) : undefined
  if (precision !== undefined && precision < 0) precision = undefined
  const directive = {
    flags,
    width: Math.min(width, widest),
    precision: precision === undefined ? undefined : Math.min(precision, widest),
    conversion: match[4],
  }
  return { directive, next: at + match[0].length }
}

function pad(text: string, { flags, width }: Directive, zeros: boolean): string {
  if (text.length >= width) return text
  if (flags.includes('-')) return text.padEnd(width)
  if (!zeros) return text.padStart(width)
  const sign = /^(?:[-+ ]?(?:0[xX])?)/.exec(text)?.[0] ?? ''
  return sign + text.slice(sign.length).padStart(width - sign.length, '0')
}

/** `%s`, and `%c` of a text. */
export function formatText(directive: Directive, text: string): string {
  const cut = directive.conversion === 'c' ? text.slice(0, 1) : text.slice(0, directive.precision ?? text.length)
  return pad(cut, directive, false)
}

function signOf(negative: boolean, flags: string): string {
  return negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
}

/** `%d %i %u %o %x %X`. Unsigned ones wrap at 64 bits. */
export function formatInteger(directive: Directive, value: bigint): string {
  const { conversion, flags, precision } = directive
  const signed = conversion === 'd' || conversion === 'i'
  const number = signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)
  const radix = conversion === 'o' ? 8 : conversion.toLowerCase() === 'x' ? 16 : 10
  let digits = (number < 0n ? -number : number).toString(radix)
  if (precision !== undefined) digits = precision === 0 && number === 0n ? '' : digits.padStart(precision, '0')
  if (flags.includes('#') && radix === 8 && !digits.startsWith('0')) digits = '0' + digits
  if (flags.includes('#') && radix === 16 && number !== 0n) digits = '0x' + digits
  if (conversion === 'X') digits = digits.toUpperCase()
  const text = (signed ? signOf(number < 0n, flags) : '') + digits
  return pad(text, directive, flags.includes('0') && precision === undefined)
}

/** C rounds what lies exactly between two to the even one; undefined for what does not lie so. */
function halfToEven(value: number, precision: number): string | undefined {
  const scaled = value * 10 ** precision
  if (scaled % 1 !== 0.5 || !Number.isInteger(value * 2 ** (precision + 1))) return undefined
  const below = Math.floor(scaled)
  return ((below % 2 === 0 ? below : below + 1) / 10 ** precision).toFixed(precision)
}

function fixed(value: number, precision: number): string {
  if (value >= 1e21) return BigInt(value).toString() + (precision > 0 ? '.' + '0'.repeat(precision) : '')
  const exact = halfToEven(value, precision) ?? value.toFixed(Math.min(precision, 100))
  return precision > 100 ? exact + '0'.repeat(precision - 100) : exact
}

function exponential(value: number, precision: number): string {
  const [mantissa, exponent] = value.toExponential(Math.min(precision, 100)).split('e') as [string, string]
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}

function general(value: number, precision: number, keepZeros: boolean): string {
  const digits = Math.min(precision || 1, 100)
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1])
  const text =
    exponent < -4 || exponent >= digits ? exponential(value, digits - 1) : fixed(value, digits - 1 - exponent)
  return keepZeros || !text.includes('.') ? text : text.replace(/\.?0+(?=e|$)/, '')
}

/** `%f %F %e %E %g %G`, and `%a` as `%e`. */
export function formatFloat(directive: Directive, value: number): string {
  const { conversion, flags } = directive
  const precision = directive.precision ?? 6
  const negative = value < 0 || Object.is(value, -0)
  const magnitude = Math.abs(value)
  const kind = conversion.toLowerCase()
  let digits: string
  if (!Number.isFinite(magnitude)) digits = Number.isNaN(magnitude) ? 'nan' : 'inf'
  else if (kind === 'f') digits = fixed(magnitude, precision)
  else if (kind === 'g') digits = general(magnitude, precision, flags.includes('#'))
  else digits = exponential(magnitude, precision)
  if (conversion !== kind) digits = digits.toUpperCase()
  return pad(signOf(negative, flags) + digits, directive, flags.includes('0') && Number.isFinite(magnitude))
}
