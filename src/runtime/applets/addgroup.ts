// addgroup: makes a group; addgroup USER GROUP puts a user into one.
import type { Program } from '../process.ts'
import { addLine, checkName, freeNumber, requireRoot, setMember } from './account-files.ts'
import { accounts, groups } from './accounts.ts'
import { parseOptions } from './options.ts'
import { Complaint } from './report.ts'

const addgroup: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'g:S',
    long: { gid: 'g', system: 'S' },
    usage: '[-g GID] [-S] [USER] GROUP',
    operands: [1, 2],
  })
  requireRoot(process)
  const known = groups(process)
  const [first = '', second] = options.operands
  if (second !== undefined) {
    if (!accounts(process).some(({ name }) => name === first)) throw new Complaint(`unknown user ${first}`)
    if (!known.some(({ name }) => name === second)) throw new Complaint(`unknown group ${second}`)
    setMember(process, second, first, true)
    return 0
  }
  checkName(first)
  if (known.some(({ name }) => name === first)) throw new Complaint(`group '${first}' in use`)
  const asked = options.value('g')
  const taken = known.map(({ gid }) => gid)
  if (asked !== undefined && !/^\d+$/.test(asked)) throw new Complaint(`invalid number '${asked}'`)
  if (asked !== undefined && taken.includes(Number(asked))) throw new Complaint(`gid '${asked}' in use`)
  const [from, to] = options.has('S') ? [100, 999] : [1000, 60_000]
  const gid = asked === undefined ? freeNumber(taken, from!, to!) : Number(asked)
  addLine(process, '/etc/group', `${first}:x:${gid}:`)
  return 0
}
export default addgroup
