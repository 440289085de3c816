// id: prints users and groups, also as whoami and groups.
import type { Credentials, Process, Program } from '../process.ts'
import { accounts, groups, namer } from './accounts.ts'
import { parseOptions } from './options.ts'
import { Complaint } from './report.ts'

/** The credentials that a user would log in with. */
export function credentialsOf(process: Process, user: string): Credentials {
  const account = accounts(process).find(({ name, uid }) => name === user || String(uid) === user)
  if (!account) throw new Complaint(`unknown user ${user}`)
  const more = groups(process).filter(({ members }) => members.includes(account.name))
  return {
    uid: account.uid,
    gid: account.gid,
    groups: [...new Set([account.gid, ...more.map(({ gid }) => gid)])],
  }
}

const id: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'ugGnr',
    long: { user: 'u', group: 'g', groups: 'G', name: 'n', real: 'r' },
    usage: '[-ugGnr] [USER]',
    operands: [0, 1],
  })
  const names = namer(process)
  const {
    uid,
    gid,
    groups: member,
  } = options.operands[0] === undefined ? process.user : credentialsOf(process, options.operands[0])
  const all = [...new Set([gid, ...member])]
  const listed = options.operands[0] === undefined && member.length > 0 ? member : all
  const show = (number: number, name: string | undefined) =>
    options.has('n') ? (name ?? String(number)) : String(number)
  let code = 0
  let text: string
  if (options.has('u')) {
    if (options.has('n') && names.user(uid) === undefined) throw new Complaint(`unknown ID ${uid}`)
    text = show(uid, names.user(uid))
  } else if (options.has('g')) {
    if (options.has('n') && names.group(gid) === undefined) code = 1
    text = show(gid, names.group(gid))
  } else if (options.has('G')) text = all.map((group) => show(group, names.group(group))).join(' ')
  else {
    const named = (number: number, name: string | undefined) => String(number) + (name === undefined ? '' : `(${name})`)
    const list = listed.map((group) => named(group, names.group(group))).join(',')
    text = `uid=${named(uid, names.user(uid))} gid=${named(gid, names.group(gid))} groups=${list}`
  }
  await process.write(1, `${text}\n`)
  return code
}
export default id
