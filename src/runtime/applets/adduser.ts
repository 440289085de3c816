// adduser: makes an account; adduser USER GROUP puts a user into a group.
import type { Process, Program } from '../process.ts'
import { addLine, checkName, freeNumber, requireRoot, setMember } from './account-files.ts'
import { accounts, groups } from './accounts.ts'
import { parseOptions } from './options.ts'
import { Complaint } from './report.ts'

const firstUser = 1000
const lastUser = 60_000
const firstSystem = 100
const lastSystem = 999

/** The group of a new account: the one named, `nogroup` for a system account, or one of its own. */
function groupFor(process: Process, name: string, uid: number, given: string | undefined, system: boolean): number {
  const known = groups(process)
  if (given !== undefined || system) {
    const wanted = given ?? 'nogroup'
    const group = known.find((each) => each.name === wanted)
    if (group) return group.gid
    if (given !== undefined) throw new Complaint(`unknown group ${given}`)
  }
  if (known.some((each) => each.name === name)) throw new Complaint(`group '${name}' in use`)
  const gid = known.some((each) => each.gid === uid)
    ? freeNumber(
        known.map((each) => each.gid),
        firstUser,
        lastUser,
      )
    : uid
  addLine(process, '/etc/group', `${name}:x:${gid}:`)
  return gid
}

const adduser: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'h:g:s:G:DSHu:k:',
    long: {
      home: 'h',
      gecos: 'g',
      shell: 's',
      ingroup: 'G',
      'disabled-password': 'D',
      system: 'S',
      'no-create-home': 'H',
      uid: 'u',
    },
    usage: '[OPTIONS] USER [GROUP]',
    operands: [1, 2],
  })
  requireRoot(process)
  const [name = '', group] = options.operands
  if (group !== undefined) {
    if (!accounts(process).some((each) => each.name === name)) throw new Complaint(`unknown user ${name}`)
    if (!groups(process).some((each) => each.name === group)) throw new Complaint(`unknown group ${group}`)
    setMember(process, group, name, true)
    return 0
  }
  checkName(name)
  const known = accounts(process)
  if (known.some((each) => each.name === name)) throw new Complaint(`user '${name}' in use`)
  const system = options.has('S')
  const asked = options.value('u')
  const taken = known.map((each) => each.uid)
  if (asked !== undefined && !/^\d+$/.test(asked)) throw new Complaint(`invalid number '${asked}'`)
  if (asked !== undefined && taken.includes(Number(asked))) throw new Complaint(`uid '${asked}' in use`)
  const uid =
    asked !== undefined
      ? Number(asked)
      : system
        ? freeNumber(taken, firstSystem, lastSystem)
        : freeNumber(taken, firstUser, lastUser)
  const gid = groupFor(process, name, uid, options.value('G'), system)
  const home = options.value('h') ?? `/home/${name}`
  const shell = options.value('s') ?? (system ? '/sbin/nologin' : '/bin/sh')
  addLine(process, '/etc/passwd', `${name}:x:${uid}:${gid}:${options.value('g') ?? 'Linux User,,,'}:${home}:${shell}`)
  if (process.files.exists('/etc/shadow')) {
    addLine(process, '/etc/shadow', `${name}:!:${Math.floor(process.now() / 86_400_000)}:0:99999:7:::`)
  }
  if (options.value('G') !== undefined) setMember(process, options.value('G')!, name, true)
  if (!options.has('H') && !system && !process.files.exists(home)) {
    process.files.makeDirectories(home)
    process.files.change(home, { uid, gid, mode: 0o2755 })
  }
  return 0
}
export default adduser
