// mknod: makes device files and named pipes.
import type { Program } from '../process.ts'
import { changedMode } from './file-mode.ts'
import { parseOptions, showUsage } from './options.ts'
import { Complaint, complain, reason } from './report.ts'

const rules = {
  letters: 'm:',
  long: { mode: 'm' },
  usage: '[-m MODE] NAME TYPE [MAJOR MINOR]',
  operands: [2, 4],
} as const
/** The largest numbers that Linux has room for (linux/kdev_t.h). */
const largestMajor = 4095
const largestMinor = 1_048_575

const mknod: Program = async (process) => {
  const options = await parseOptions(process, rules)
  const [path = '', type = '', major, minor] = options.operands
  const isPipe = type === 'p'
  if (!/^[bcup]$/.test(type) || (major === undefined) !== isPipe || (minor === undefined) !== isPipe) {
    return showUsage(process, rules)
  }
  const mode = options.has('m') ? changedMode(options.value('m')!, 0o666, process.umask, false) : undefined
  const device = isPipe ? undefined : ([within(major!, largestMajor), within(minor!, largestMinor)] as const)
  try {
    if (device) process.files.device(path, type === 'b' ? 'block' : 'character', device)
    else process.files.fifo(path)
    if (mode !== undefined) process.files.change(path, { mode })
  } catch (error) {
    await complain(process, `${path}: ${reason(error)}`)
    return 1
  }
  return 0
}

function within(text: string, most: number): number {
  if (!/^\d+$/.test(text)) throw new Complaint(`invalid number '${text}'`)
  if (Number(text) > most) throw new Complaint(`number ${text} is not in 0..${most} range`)
  return Number(text)
}
export default mknod
