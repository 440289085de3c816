// Prompts: PS1 and PS2 with their backslash sequences.
import { databaseLines } from '../credentials.ts'
import type { Shell } from './shell.ts'

function directory(shell: Shell): string {
  const cwd = shell.variables.get('PWD') ?? shell.process.cwd
  const home = shell.variables.get('HOME') ?? ''
  if (home !== '' && home !== '/' && (cwd === home || cwd.startsWith(`${home}/`))) return `~${cwd.slice(home.length)}`
  return cwd
}

function userName(shell: Shell): string {
  const accounts = databaseLines((path) => shell.process.files.readText(path), '/etc/passwd')
  return accounts.find((line) => Number(line[2]) === shell.process.user.uid)?.[0] ?? String(shell.process.user.uid)
}

export function promptText(shell: Shell, variable: 'PS1' | 'PS2'): string {
  const template = shell.variables.get(variable) ?? ''
  return template.replace(/\\([wWhHu$nsteE[\]\\])/g, (_, letter: string) => {
    switch (letter) {
      case 'w':
        return directory(shell)
      case 'W':
        return directory(shell).replace(/^.*\/(?=.)/, '')
      case 'h':
        return shell.process.hostname.split('.')[0]!
      case 'H':
        return shell.process.hostname
      case 'u':
        return userName(shell)
      case '$':
        return shell.process.user.uid === 0 ? '#' : '$'
      case 'n':
        return '\n'
      case 's':
        return shell.name
      case 'e':
      case 'E':
        return '\x1b'
      case '\\':
        return '\\'
      default:
        return ''
    }
  })
}
