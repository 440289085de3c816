// `~` and `~user`.
import { databaseLines } from '../credentials.ts'
import type { Shell } from './shell.ts'

export function tildeText(shell: Shell, user: string): string {
  if (user === '') return shell.variables.get('HOME') ?? '~'
  if (user === '+') return shell.variables.get('PWD') ?? '~+'
  if (user === '-') return shell.variables.get('OLDPWD') ?? '~-'
  const accounts = databaseLines((path) => shell.process.files.readText(path), '/etc/passwd')
  return accounts.find(([name]) => name === user)?.[5] ?? `~${user}`
}
