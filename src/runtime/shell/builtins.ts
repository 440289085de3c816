// The table of builtins.
import { alias, unalias } from './builtins/alias.ts'
import { cd, pwd } from './builtins/cd.ts'
import { builtinBuiltin, command, hash, type } from './builtins/command.ts'
import { declare, exportBuiltin, local, readonlyBuiltin, unset } from './builtins/declare.ts'
import { dirs, popd, pushd } from './builtins/directory-stack.ts'
import { dot, evalBuiltin, exec } from './builtins/eval.ts'
import { breakBuiltin, continueBuiltin, exit, returnBuiltin, shift } from './builtins/flow.ts'
import { getopts } from './builtins/getopts.ts'
import { history } from './builtins/history.ts'
import { bg, disown, fg, jobs, wait } from './builtins/job-control.ts'
import { kill } from './builtins/kill.ts'
import { letBuiltin, times } from './builtins/let.ts'
import { mapfile } from './builtins/mapfile.ts'
import { echo, printf, test } from './builtins/programs.ts'
import { read } from './builtins/read.ts'
import { set, shopt } from './builtins/set.ts'
import { trap } from './builtins/trap.ts'
import { ulimit } from './builtins/ulimit.ts'
import { umask } from './builtins/umask.ts'
import type { Shell } from './shell.ts'

/** Gets its whole argument list, with its own name first. */
export type Builtin = (shell: Shell, argv: readonly string[]) => Promise<number> | number

/** Builtins whose errors end a script, and whose assignments stay (POSIX: special built-in utilities). */
export const specialBuiltins: ReadonlySet<string> = new Set(
  ': . source break continue eval exec exit export readonly return set shift times trap unset'.split(' '),
)

export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  ['true', () => 0],
  ['false', () => 1],
  ['.', dot],
  ['source', dot],
  ['[', test],
  ['alias', alias],
  ['bg', bg],
  ['break', breakBuiltin],
  ['builtin', builtinBuiltin],
  ['cd', cd],
  ['dirs', dirs],
  ['popd', popd],
  ['pushd', pushd],
  ['command', command],
  ['continue', continueBuiltin],
  ['declare', declare],
  ['disown', disown],
  ['echo', echo],
  ['eval', evalBuiltin],
  ['exec', exec],
  ['exit', exit],
  ['export', exportBuiltin],
  ['fg', fg],
  ['getopts', getopts],
  ['hash', hash],
  ['history', history],
  ['jobs', jobs],
  ['kill', kill],
  ['let', letBuiltin],
  ['local', local],
  ['mapfile', mapfile],
  ['readarray', mapfile],
  ['printf', printf],
  ['pwd', pwd],
  ['read', read],
  ['readonly', readonlyBuiltin],
  ['return', returnBuiltin],
  ['set', set],
  ['shift', shift],
  ['shopt', shopt],
  ['test', test],
  ['times', times],
  ['trap', trap],
  ['type', type],
  ['typeset', declare],
  ['ulimit', ulimit],
  ['umask', umask],
  ['unalias', unalias],
  ['unset', unset],
  ['wait', wait],
])

/** Only bash has them. differs: those for people at a prompt, coprocesses and printed functions are missing. */
const bashOnly = new Set([
  'builtin',
  'dirs',
  'popd',
  'pushd',
  'declare',
  'typeset',
  'shopt',
  'disown',
  'mapfile',
  'readarray',
])

/** bash and ash have them. */
const notInDash = new Set(['let', 'source'])

export function findBuiltin(shell: Shell, name: string): Builtin | undefined {
  const { bash, dash } = shell.dialect
  if ((!bash && bashOnly.has(name)) || (dash && notInDash.has(name))) return undefined
  return builtins.get(name)
}
