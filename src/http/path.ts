// The path of a request line: split off, decoded and cleaned as Go's net/url and dockerd's router do it.

/** What a request target says; `undefined` from `splitTarget` means that dockerd would not have parsed it. */
export interface Target {
  /** Decoded. */
  readonly path: string
  /** The part behind `?`, undecoded. */
  readonly query: string
}

/** Splits `/a%20b?x=1` (or `http://host/a%20b?x=1`). Undefined for a broken escape like `%zz`. */
export function splitTarget(target: string): Target | undefined {
  const local = target.charCodeAt(0) === SLASH ? target : withoutOrigin(target)
  const mark = local.indexOf('?')
  const raw = mark < 0 ? local : local.slice(0, mark)
  const path = PLAIN.test(raw) ? raw : decode(raw)
  return path === undefined ? undefined : { path, query: mark < 0 ? '' : local.slice(mark + 1) }
}

const SLASH = 47
const PLAIN = /^[!-$&-~]*$/

function withoutOrigin(target: string): string {
  const rest = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '')
  return rest === '' || rest.startsWith('?') ? `/${rest}` : rest
}

/** Bytes come in as latin1 characters and as escapes; both are parts of one UTF-8 text. */
function decode(raw: string): string | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(raw)) return undefined
  const bytes = raw.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/**
 * The path without `//`, `.` and `..`; a slash at the end stays. dockerd's router (gorilla/mux) redirects to it when
 * it differs from what was asked for.
 */
export function cleanPath(path: string): string {
  if (path.startsWith('/') && !path.includes('//') && !path.includes('/.')) return path
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  const clean = `/${kept.join('/')}`
  return path.endsWith('/') && clean !== '/' ? `${clean}/` : clean
}

/** Go's URL.EscapedPath. */
export function encodePath(path: string): string {
  return path.replace(/[^\w.~$&+,/:;=@-]+/gu, (text) =>
    Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}
