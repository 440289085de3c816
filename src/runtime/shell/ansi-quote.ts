// Backslash sequences of `$'…'`.

const letters: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  E: '\x1b',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}

/** A single byte as text: one that is no ASCII letter is carried as runtime/bytes.ts does. */
function byteText(code: number): string {
  const byte = code & 0xff
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)
}

/** The sequence that begins with the backslash at `position`, and how many characters it takes. */
export function ansiEscape(text: string, position: number): { text: string; length: number } {
  const rest = text.slice(position + 1, position + 11)
  const known = letters[rest[0] ?? '']
  if (known !== undefined) return { text: known, length: 2 }
  const byte = /^x([0-9a-fA-F]{1,2})/.exec(rest)
  if (byte) return { text: byteText(Number.parseInt(byte[1]!, 16)), length: 1 + byte[0].length }
  const unicode = /^(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(rest)
  if (unicode) {
    const code = Number.parseInt(unicode[1] ?? unicode[2]!, 16)
    return { text: code <= 0x10ffff ? String.fromCodePoint(code) : '', length: 1 + unicode[0].length }
  }
  const octal = /^[0-7]{1,3}/.exec(rest)
  if (octal) return { text: byteText(Number.parseInt(octal[0], 8)), length: 1 + octal[0].length }
  const control = /^c([@-_a-z])/.exec(rest)
  if (control) return { text: String.fromCharCode(control[1]!.charCodeAt(0) & 0x1f), length: 3 }
  return { text: '\\', length: 1 }
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\x1b': '\\E',
  "'": "\\'",
  '\\': '\\\\',
}

/** `${x@Q}`: a text as a shell would read it again. */
export function quotedForReading(text: string): string {
  if (!/[\0-\x1f\x7f]/.test(text)) return `'${text.replaceAll("'", "'\\''")}'`
  const octal = (letter: string): string => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`
  return `$'${text.replace(/[\0-\x1f\x7f'\\]/g, (letter) => escapes[letter] ?? octal(letter))}'`
}

/** `printf %q`: with backslashes where that is enough. */
export function escapedForReading(text: string): string {
  if (text === '') return "''"
  if (/[\0-\x1f\x7f]/.test(text)) return quotedForReading(text)
  return text.replace(/[^\w@%+=:,./^-]/g, '\\$&')
}
