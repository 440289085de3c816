// Words as one could type them: for `set -x`, `alias`, `trap`.
import { type Dialect, KEYWORDS } from './source.ts'

/** A word as one could type it; quoted where ash quotes (shell/ash.c, maybe_single_quote). */
export function quoteForTrace(dialect: Dialect, word: string): string {
  if (dialect.dash) return word
  const plain = /^[+,\-./0-9:@A-Z\]^_a-z]*$/.test(word) && !KEYWORDS.has(word)
  return plain ? word : singleQuoted(dialect, word)
}

/** As the shells print values: bash escapes a single quote, ash and dash put it into double quotes. */
export function singleQuoted({ bash }: Dialect, word: string): string {
  if (bash) return `'${word.replaceAll("'", "'\\''")}'`
  const parts = word.match(/'+|[^']+/g) ?? ['']
  const quoted = parts.map((part) => (part.startsWith("'") ? `"${part}"` : `'${part}'`)).join('')
  return word.startsWith("'") ? `''${quoted}` : quoted
}
