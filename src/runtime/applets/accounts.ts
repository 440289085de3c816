// The lines of /etc/passwd and /etc/group.
import { FileError } from '../../storage/file-error.ts'
import type { Process } from '../process.ts'
import { Complaint } from './report.ts'

export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly comment: string
  readonly home: string
  readonly shell: string
}

export interface Group {
  readonly name: string
  readonly gid: number
  readonly members: readonly string[]
}

function fieldsOf(process: Process, path: string, least: number): string[][] {
  let text: string
  try {
    text = process.files.readText(path)
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= least)
}

export function accounts(process: Process): Account[] {
  return fieldsOf(process, '/etc/passwd', 7).map((fields) => ({
    name: fields[0]!,
    uid: Number(fields[2]),
    gid: Number(fields[3]),
    comment: fields[4]!,
    home: fields[5]!,
    shell: fields[6]!,
  }))
}

export function groups(process: Process): Group[] {
  return fieldsOf(process, '/etc/group', 4).map((fields) => ({
    name: fields[0]!,
    gid: Number(fields[2]),
    members: fields[3] === '' ? [] : fields[3]!.split(','),
  }))
}

/** A function that names users and groups, reading the files once. */
export function namer(process: Process): {
  user(uid: number): string | undefined
  group(gid: number): string | undefined
} {
  const users = new Map<number, string>()
  const known = new Map<number, string>()
  for (const { uid, name } of accounts(process)) if (!users.has(uid)) users.set(uid, name)
  for (const { gid, name } of groups(process)) if (!known.has(gid)) known.set(gid, name)
  return { user: (uid) => users.get(uid), group: (gid) => known.get(gid) }
}

/** The number of a user given by name or number. */
export function userNumber(process: Process, text: string): number {
  const account = accounts(process).find(({ name }) => name === text)
  if (account) return account.uid
  if (/^\d+$/.test(text)) return Number(text)
  throw new Complaint(`unknown user ${text}`)
}

/** The number of a group given by name or number. */
export function groupNumber(process: Process, text: string): number {
  const group = groups(process).find(({ name }) => name === text)
  if (group) return group.gid
  if (/^\d+$/.test(text)) return Number(text)
  throw new Complaint(`unknown group ${text}`)
}
