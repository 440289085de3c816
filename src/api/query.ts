// The part of a URL behind `?`, read as Go's net/url reads it.
import { invalid } from '../world/refusal.ts'

/**
 * Calls back for every `name=value`, decoded, in order.
 * @throws invalid (400) for a bad escape and for a semicolon
 */
export function eachParameter(query: string, take: (name: string, value: string) => void): void {
  for (const part of query.split('&')) {
    if (part === '') continue
    if (part.includes(';')) throw invalid('invalid semicolon separator in query')
    const equals = part.indexOf('=')
    const name = decode(equals < 0 ? part : part.slice(0, equals))
    take(name, equals < 0 ? '' : decode(part.slice(equals + 1)))
  }
}

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  const bad = /%(?![0-9a-fA-F]{2})/.exec(text)
  if (bad) throw invalid(`invalid URL escape ${JSON.stringify(text.slice(bad.index, bad.index + 3))}`)
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return decodeBytes(spaced)
  }
}

/** Escapes that are no UTF-8: what is wrong becomes U+FFFD, as when Go writes such a text as JSON. */
function decodeBytes(text: string): string {
  const latin = Buffer.from(text).toString('latin1')
  const bytes = latin.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
