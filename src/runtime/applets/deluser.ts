// deluser and delgroup: take accounts and groups away.
import type { Program } from '../process.ts'
import { removeLine, requireRoot, setMember } from './account-files.ts'
import { accounts, groups } from './accounts.ts'
import { parseOptions } from './options.ts'
import { appletName, Complaint } from './report.ts'

const deluser: Program = async (process) => {
  const isGroup = appletName(process) === 'delgroup'
  const options = await parseOptions(process, {
    letters: isGroup ? '' : 'r',
    long: { 'remove-home': 'r' },
    usage: isGroup ? '[USER] GROUP' : '[--remove-home] USER',
    operands: isGroup ? [1, 2] : [1, 1],
  })
  requireRoot(process)
  const [first = '', second] = options.operands
  if (!isGroup) {
    const account = accounts(process).find(({ name }) => name === first)
    if (!account) throw new Complaint(`unknown user ${first}`)
    removeLine(process, '/etc/passwd', first)
    if (process.files.exists('/etc/shadow')) removeLine(process, '/etc/shadow', first)
    for (const { name, members } of groups(process)) if (members.includes(first)) setMember(process, name, first, false)
    const own = groups(process).find(({ name }) => name === first)
    if (own && own.members.length === 0 && !accounts(process).some(({ gid }) => gid === own.gid))
      removeLine(process, '/etc/group', first)
    if (options.has('r') && process.files.exists(account.home)) process.files.removeAll(account.home)
    return 0
  }
  const group = second ?? first
  const known = groups(process).find(({ name }) => name === group)
  if (!known) throw new Complaint(`unknown group ${group}`)
  if (second !== undefined) setMember(process, group, first, false)
  else {
    const owner = accounts(process).find(({ gid }) => gid === known.gid)
    if (owner) throw new Complaint(`'${owner.name}' still has '${group}' as their primary group!`)
    removeLine(process, '/etc/group', group)
  }
  return 0
}
export default deluser
