// `set -x`: shows commands before they run.
import type { SimpleCommand, Word } from './ast.ts'
import { expandText } from './expand.ts'
import { parseDoubleQuoted } from './parse-word.ts'
import { quoteForTrace } from './quote-for-trace.ts'
import type { Shell } from './shell.ts'
import { Source } from './source.ts'

const parsePrompt = (shell: Shell, text: string): Word => parseDoubleQuoted(new Source(text, shell.dialect), undefined)

export async function printTrace(shell: Shell, text: string): Promise<void> {
  const given = shell.variables.get('PS4') ?? '+ '
  // the first letter as often as substitutions stand in each other
  const expanded = shell.dialect.bash ? await expandText(shell, parsePrompt(shell, given)) : given
  const prefix = shell.dialect.bash ? expanded.slice(0, 1).repeat(shell.substituting + 1) + expanded.slice(1) : given
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
