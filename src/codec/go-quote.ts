// Texts in quotes as Go's `%q` writes them.

const escapes: Readonly<Record<string, string>> = { '07': '\\a', '0b': '\\v' }

/** strconv.Quote: what cannot be printed is escaped. */
export function goQuote(text: string): string {
  return JSON.stringify(text)
    .replace(/\\u00([01][0-9a-f])/g, (_, code: string) => escapes[code] ?? `\\x${code}`)
    .replace(/\x7f/g, '\\x7f')
    .replace(/[\p{Z}\p{C}]/gu, (sign) => (sign === ' ' ? sign : escaped(sign.codePointAt(0)!)))
}

const escaped = (code: number): string =>
  code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
