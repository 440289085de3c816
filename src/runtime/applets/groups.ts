// groups: prints the groups of a user by name.
import type { Program } from '../process.ts'
import { namer } from './accounts.ts'
import { credentialsOf } from './id.ts'

const groups: Program = async (process) => {
  const names = namer(process)
  const user = process.argv[1]
  const { gid, groups: member } = user === undefined ? process.user : credentialsOf(process, user)
  const all = [...new Set([gid, ...member])]
  await process.write(1, `${all.map((group) => names.group(group) ?? group).join(' ')}\n`)
  return 0
}
export default groups
