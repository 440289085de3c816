// The character classes of the C locale, as lists of bytes.

const where = (test: (byte: number) => boolean): readonly number[] =>
  Array.from({ length: 256 }, (_, byte) => byte).filter(test)

const isUpper = (byte: number) => byte >= 65 && byte <= 90
const isLower = (byte: number) => byte >= 97 && byte <= 122
const isDigit = (byte: number) => byte >= 48 && byte <= 57
const isAlpha = (byte: number) => isUpper(byte) || isLower(byte)
const isGraph = (byte: number) => byte > 32 && byte < 127

export const byteClasses: Readonly<Record<string, readonly number[]>> = {
  alpha: where(isAlpha),
  digit: where(isDigit),
  alnum: where((byte) => isAlpha(byte) || isDigit(byte)),
  upper: where(isUpper),
  lower: where(isLower),
  space: where((byte) => byte === 32 || (byte >= 9 && byte <= 13)),
  blank: where((byte) => byte === 32 || byte === 9),
  punct: where((byte) => isGraph(byte) && !isAlpha(byte) && !isDigit(byte)),
  print: where((byte) => byte >= 32 && byte < 127),
  graph: where(isGraph),
  cntrl: where((byte) => byte < 32 || byte === 127),
  xdigit: where((byte) => isDigit(byte) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102)),
}
