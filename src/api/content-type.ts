// Whether a request says that its body is JSON, with the words of dockerd and of Go's package mime.
import type { Words } from '../engine/words.ts'
import { invalid } from '../world/refusal.ts'

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+/
const PARAMETER = /^[ \t]*;[ \t]*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)=([!#$%&'*+\-.^_`|~0-9A-Za-z]+|"(?:[^"\\\r\n]|\\.)*")/

/** @throws invalid (400): no JSON, or no media type at all (daemon/server/httputils/httputils.go) */
export function requireJson(contentType: string, words: Words): void {
  const defect = mediaTypeDefect(contentType)
  if (defect) throw invalid(words.malformedContentType(contentType, defect))
  const media = (contentType.split(';')[0] as string).trim().toLowerCase()
  if (media !== 'application/json') throw invalid(words.wrongContentType(contentType))
}

/** The media type in lower case, without its parameters; undefined if it is none. */
export const mediaTypeOf = (contentType: string): string | undefined =>
  mediaTypeDefect(contentType) === undefined ? (contentType.split(';')[0] as string).trim().toLowerCase() : undefined

function mediaTypeDefect(contentType: string): string | undefined {
  const semicolon = contentType.indexOf(';')
  const media = (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim()
  return mediaDefect(media) ?? (semicolon < 0 ? undefined : parametersDefect(contentType.slice(semicolon)))
}

function mediaDefect(media: string): string | undefined {
  const [type] = TOKEN.exec(media) ?? []
  if (type === undefined) return 'no media type'
  const behind = media.slice(type.length)
  if (behind === '') return undefined
  if (!behind.startsWith('/')) return 'expected slash after first token'
  const [subtype] = TOKEN.exec(behind.slice(1)) ?? []
  if (subtype === undefined) return 'expected token after slash'
  return behind.length > subtype.length + 1 ? 'unexpected content after media subtype' : undefined
}

function parametersDefect(text: string): string | undefined {
  const names = new Set<string>()
  for (let rest = text; rest.trim() !== '' && rest.trim() !== ';'; ) {
    const match = PARAMETER.exec(rest)
    if (!match) return 'invalid media parameter'
    const name = (match[1] as string).toLowerCase()
    if (names.has(name)) return 'duplicate parameter name'
    names.add(name)
    rest = rest.slice(match[0].length)
  }
  return undefined
}
