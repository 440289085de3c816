// Takes quotes off a word of a Dockerfile and puts the values of variables in (BuildKit frontend/dockerfile/shell).
import { invalid } from '../../world/refusal.ts'

export type Variables = ReadonlyMap<string, string>

/** The variables that a list of `NAME=value` sets. */
export const variablesOf = (env: readonly string[]): Variables =>
  new Map(
    env.map((entry) => {
      const cut = entry.indexOf('=')
      return cut < 0 ? [entry, ''] : [entry.slice(0, cut), entry.slice(cut + 1)]
    }),
  )

const PIECE =
  /\\(?<escaped>.?)|'(?<literal>[^']*)'|"(?<quoted>(?:\\.|[^"\\])*)"|\$\{(?<braced>[^}]*)\}|\$(?<name>\w+)|(?<open>['"]|\$\{)|(?<plain>[^\\'"$]+|\$)/gs

/** Throws what BuildKit says of a quote or brace that is never closed. */
export function expand(word: string, variables: Variables): string {
  return word.replace(PIECE, (...found) => {
    const piece = found.at(-1) as Record<string, string | undefined>
    if (piece.open !== undefined) throw unclosed(piece.open, word)
    if (piece.quoted !== undefined) return expandQuoted(piece.quoted, variables)
    if (piece.braced !== undefined) return modified(piece.braced, variables)
    if (piece.name !== undefined) return variables.get(piece.name) ?? ''
    return piece.escaped ?? piece.literal ?? piece.plain ?? ''
  })
}

/** Within double quotes a backslash escapes only what would mean something. */
function expandQuoted(text: string, variables: Variables): string {
  return text.replace(
    /\\(["$\\])|\$\{([^}]*)\}|\$(\w+)/gs,
    (_, escaped?: string, braced?: string, name?: string) =>
      escaped ?? (braced === undefined ? (variables.get(name ?? '') ?? '') : modified(braced, variables)),
  )
}

/** `NAME`, `NAME:-default`, `NAME:+instead`; without the colon an empty value counts as one, too. */
function modified(text: string, variables: Variables): string {
  const [, name = '', colon, modifier, word = ''] = /^(\w+)(?:(:)?([-+?])(.*))?$/s.exec(text) ?? []
  if (name === '') throw invalid(`unsupported modifier (${text}) in substitution`)
  const value = variables.get(name)
  const isSet = colon === undefined ? value !== undefined : value !== undefined && value !== ''
  if (modifier === '+') return isSet ? expand(word, variables) : ''
  if (isSet || modifier === undefined) return value ?? ''
  if (modifier === '-') return expand(word, variables)
  throw invalid(`${name}: ${word || 'not allowed to be unset'}`)
}

function unclosed(open: string, word: string): Error {
  if (open === "'") return invalid(`unexpected end of statement while looking for matching single-quote: ${word}`)
  if (open === '"') return invalid(`unexpected end of statement while looking for matching double-quote: ${word}`)
  return invalid(`syntax error: missing '}': ${word}`)
}
