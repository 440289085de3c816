// Texts of declarations with variables in them: `${PORT:-8080}`.
import { rfc3339 } from '../../../codec/timestamp.ts'
import type { Process } from '../../../runtime/process.ts'

/** Environment variables, and `now` (RFC 3339), `hostname` and `pid`; `more` come first. What is not set is empty. */
export function filled(process: Process, text: string, more: Readonly<Record<string, string>> = {}): string {
  return text.replace(/\$\{(\w+)(?::-([^}$]*))?\}/g, (_, name: string, otherwise: string | undefined) => {
    const value = Object.hasOwn(more, name) ? more[name] : variable(process, name)
    return value || otherwise || ''
  })
}

function variable(process: Process, name: string): string | undefined {
  if (name === 'now') return rfc3339(process.now())
  if (name === 'hostname') return process.hostname
  if (name === 'pid') return String(process.pid)
  return Object.hasOwn(process.env, name) ? process.env[name] : undefined
}
