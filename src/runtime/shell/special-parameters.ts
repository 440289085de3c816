// Parameters that are no variables: `$?`, `$1`, `$@`, and variables that the shell makes up when they are asked for.
import { activeNames } from './options.ts'
import type { Shell } from './shell.ts'

/** undefined for one that is not special (or a positional parameter that is not there). */
export function specialParameter(shell: Shell, name: string): string | readonly string[] | undefined {
  switch (name) {
    case '@':
    case '*':
      return shell.parameters
    case '#':
      return String(shell.parameters.length)
    case '?':
      return String(shell.status)
    case '$':
      return String(shell.pid)
    case '!':
      return shell.background === undefined ? undefined : String(shell.background)
    case '-':
      return shell.letters
    case '0':
      return shell.name
    case '_':
      return shell.dialect.bash || shell.interactive ? shell.lastArgument : ''
    case 'LINENO':
      return shell.dialect.dash ? undefined : String(shell.line)
    case 'RANDOM':
      return shell.dialect.dash ? undefined : String(shell.nextRandom())
    case 'FUNCNAME':
      return shell.dialect.dash ? undefined : shell.callers[0]
    default:
      if (/^\d/.test(name)) return shell.parameters[Number(name) - 1]
      return shell.dialect.bash ? bashVariable(shell, name) : undefined
  }
}

function bashVariable(shell: Shell, name: string): string | undefined {
  switch (name) {
    case 'SECONDS':
      return String(Math.floor((shell.process.now() - shell.startedAt) / 1000))
    case 'UID':
    case 'EUID':
      return String(shell.process.user.uid)
    case 'BASHPID':
      return String(shell.process.pid)
    case 'HOSTNAME':
      return shell.variables.get('HOSTNAME') ?? shell.process.hostname
    case 'BASH_VERSION':
      return '5.2.15(1)-release'
    case 'BASH_SOURCE':
      return shell.sources[0] ?? (shell.inFile ? shell.name : undefined)
    case 'BASH_VERSINFO':
      return '5'
    case 'BASH_SUBSHELL':
      return String(shell.subshells)
    case 'BASH_COMMAND':
      return shell.command
    case 'PIPESTATUS':
      return String(shell.pipeStatus[0] ?? 0)
    case 'GROUPS':
      return String(shell.process.user.gid)
    case 'OSTYPE':
      return 'linux-gnu'
    case 'SHELLOPTS':
      return ['braceexpand', 'hashall', 'interactive-comments', ...activeNames(shell.options)].sort().join(':')
    case 'DIRSTACK':
      return shell.variables.get('PWD')
    case 'BASH':
      return '/bin/bash'
    default:
      return undefined
  }
}
