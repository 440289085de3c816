// Whom a process runs as: docker's `--user` looked up in the container's own /etc/passwd and /etc/group.
import { FileError } from '../storage/file-error.ts'
import { StartError } from './machine.ts'
import type { Credentials } from './process.ts'

export interface Account {
  readonly user: Credentials
  readonly home: string
}

const LARGEST_ID = 2 ** 31 - 1

/** By path what was read last: containers of one image begin with the same text, and to split it is work. */
const read = new Map<string, { readonly text: string; readonly lines: readonly string[][] }>()

/** The lines of a passwd or group file, split at colons; none if the file is missing. */
export function databaseLines(readText: (path: string) => string, path: string): readonly string[][] {
  try {
    const text = readText(path)
    const known = read.get(path)
    if (known?.text === text) return known.lines
    const entries = text.split('\n').filter((line) => line && !line.startsWith('#'))
    const lines = entries.map((line) => line.split(':'))
    read.set(path, { text, lines })
    return lines
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}

function number(word: string): number {
  const id = Number(word)
  if (id < 0 || id > LARGEST_ID) throw new StartError(126, `uids and gids must be in range 0-${LARGEST_ID}`)
  return id
}

/** Negative ones are read too, to be refused. */
const isNumber = (word: string): boolean => /^-?\d+$/.test(word)

/**
 * Throws a StartError with the words of moby's user lookup (github.com/moby/sys/user).
 * @param more further groups, by name or number
 */
export function accountOf(spec: string, readText: (path: string) => string, more: readonly string[] = []): Account {
  const [name = '', group] = spec.split(':')
  const users = databaseLines(readText, '/etc/passwd')
  const known = databaseLines(readText, '/etc/group')
  const wanted = name === '' ? '0' : name
  const entry = users.find((line) => line[0] === wanted) ?? users.find((line) => isNumber(wanted) && line[2] === wanted)
  if (!entry && !isNumber(wanted)) {
    throw new StartError(126, `unable to find user ${wanted}: no matching entries in passwd file`)
  }
  const uid = entry ? Number(entry[2]) : number(wanted)
  const home = entry?.[5] || '/'
  const isMember = (line: string[]): boolean => !!line[3] && line[3].split(',').includes(entry?.[0] ?? '')
  const asked = group !== undefined && group !== ''
  const gid = asked ? groupId(group, known) : entry ? Number(entry[3]) : 0
  const own = asked ? [] : known.filter((line) => entry && isMember(line)).map((line) => Number(line[2]))
  const added = more.map((one) => groupId(one, known))
  // the kernel keeps them sorted
  const groups = [...new Set([gid, ...own, ...added])].sort((one, other) => one - other)
  return { user: { uid, gid, groups }, home }
}

function groupId(name: string, groups: readonly string[][]): number {
  const entry = groups.find((line) => line[0] === name || (isNumber(name) && line[2] === name))
  if (entry) return Number(entry[2])
  if (!isNumber(name)) throw new StartError(126, `unable to find group ${name}: no matching entries in group file`)
  return number(name)
}
