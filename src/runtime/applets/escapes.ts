// Backslash sequences in byte strings, for echo -e, printf and tr (libbb/process_escape_sequence).

const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

/** One sequence, beginning behind the backslash at `at`: what it stands for and where the text goes on. */
export function readEscape(text: string, at: number): readonly [value: string, next: number] {
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))
  if (octal) return [String.fromCharCode(Number.parseInt(octal[0], 8) & 255), at + octal[0].length]
  const hex = /^x([0-9a-fA-F]{1,2})/.exec(text.slice(at, at + 3))
  if (hex) return [String.fromCharCode(Number.parseInt(hex[1]!, 16)), at + hex[0].length]
  const letter = letters[text.charAt(at)]
  return letter === undefined ? ['\\', at] : [letter, at + 1]
}

/** All sequences of a text, as `echo -e` and `%b` read them: `\c` ends everything, `\0` may have three digits more. */
export function withoutEscapes(text: string): { readonly text: string; readonly stopped: boolean } {
  let result = ''
  let at = 0
  for (;;) {
    const slash = text.indexOf('\\', at)
    if (slash < 0) return { text: result + text.slice(at), stopped: false }
    result += text.slice(at, slash)
    if (text[slash + 1] === 'c') return { text: result, stopped: true }
    const zero = text[slash + 1] === '0' && /[0-7]/.test(text.charAt(slash + 2))
    const [value, next] = readEscape(text, slash + (zero ? 2 : 1))
    result += value
    at = next
  }
}
