// The part of a URL behind `?`, read as Go's net/url reads it.

/** A bad escape or a semicolon in a query. The message is Go's. */
export class QuerySyntaxError extends Error {}

/**
 * Calls back for every `name=value`, decoded, in order.
 * @returns the first thing that is wrong; the part that it is in is left out
 */
export function eachParameter(
  query: string,
  take: (name: string, value: string) => void,
): QuerySyntaxError | undefined {
  let defect: QuerySyntaxError | undefined
  for (const part of query.split('&')) {
    if (part === '') continue
    try {
      if (part.includes(';')) throw new QuerySyntaxError('invalid semicolon separator in query')
      const equals = part.indexOf('=')
      const name = decode(equals < 0 ? part : part.slice(0, equals))
      take(name, equals < 0 ? '' : decode(part.slice(equals + 1)))
    } catch (error) {
      if (!(error instanceof QuerySyntaxError)) throw error
      defect ??= error
    }
  }
  return defect
}

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  const bad = /%(?![0-9a-fA-F]{2})/.exec(text)
  if (bad) throw new QuerySyntaxError(`invalid URL escape ${JSON.stringify(text.slice(bad.index, bad.index + 3))}`)
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
