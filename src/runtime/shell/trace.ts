// `set -x`: shows commands before they run.
import type { SimpleCommand } from './ast.ts'
import type { Shell } from './shell.ts'
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

export async function printTrace(shell: Shell, text: string): Promise<void> {
  const prefix = shell.variables.get('PS4') ?? '+ '
  await shell.print(2, `${prefix}${text}\n`)
}

/** Shows a simple command, if that is switched on. */
export async function trace(
  shell: Shell,
  _command: SimpleCommand,
  argv: readonly string[],
  values: readonly (readonly [string, string])[] = [],
): Promise<void> {
  if (!shell.options.xtrace) return
  const assigned = values.map(([name, value]) => `${name}=${quoteForTrace(shell.dialect, value)}`)
  await printTrace(shell, [...assigned, ...argv.map((word) => quoteForTrace(shell.dialect, word))].join(' '))
}
