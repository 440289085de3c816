// Changes /etc/passwd, /etc/group and /etc/shadow line by line.
import { FileError } from '../../storage/file-error.ts'
import type { Process } from '../process.ts'
import { Complaint } from './report.ts'

function linesOf(process: Process, path: string): string[] {
  try {
    return process.files
      .readText(path)
      .split('\n')
      .filter((line) => line !== '')
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOENT') return []
    throw error
  }
}

function write(process: Process, path: string, lines: readonly string[]): void {
  process.files.writeFile(path, `${lines.join('\n')}\n`)
}

export function addLine(process: Process, path: string, line: string): void {
  write(process, path, [...linesOf(process, path), line])
}

/** Takes the line of a name away; false if there is none. */
export function removeLine(process: Process, path: string, name: string): boolean {
  const lines = linesOf(process, path)
  const rest = lines.filter((line) => !line.startsWith(`${name}:`))
  if (rest.length === lines.length) return false
  write(process, path, rest)
  return true
}

/** Changes the fields of every line for which there is something to change. */
export function changeLines(process: Process, path: string, change: (fields: string[]) => string[]): void {
  write(
    process,
    path,
    linesOf(process, path).map((line) => change(line.split(':')).join(':')),
  )
}

/** Puts a user into a group, or takes them out. */
export function setMember(process: Process, group: string, user: string, wanted: boolean): void {
  changeLines(process, '/etc/group', (fields) => {
    if (fields[0] !== group) return fields
    const members = (fields[3] ?? '').split(',').filter((each) => each !== '' && each !== user)
    return [fields[0]!, fields[1] ?? 'x', fields[2] ?? '', (wanted ? [...members, user] : members).join(',')]
  })
}

/** Only root may. */
export function requireRoot(process: Process): void {
  if (process.user.uid !== 0) throw new Complaint('must be superuser')
}

/** The first number of a range that nobody has. */
export function freeNumber(taken: readonly number[], from: number, to: number): number {
  const used = new Set(taken)
  for (let number = from; number <= to; number++) if (!used.has(number)) return number
  throw new Complaint(`no ids left`)
}

/** Refuses names with signs that would break the files (libbb/die_if_bad_username). */
export function checkName(name: string): void {
  if (!/^[A-Za-z0-9_.][A-Za-z0-9_.-]*\$?$/.test(name) || name === '.' || name === '..')
    throw new Complaint(`illegal character with code ${name.charCodeAt(0)} at position 0`)
}
