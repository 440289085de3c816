// chroot: runs a command. There is one root only, so any other is refused.
import { Capability } from '../capabilities.ts'
import type { Program } from '../process.ts'
import { become } from './command.ts'
import { parseOptions } from './options.ts'
import { Complaint, reason } from './report.ts'

const chroot: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: '+', usage: 'NEWROOT [PROG ARGS]', operands: [1] })
  const [root = '/', ...argv] = operands
  try {
    // differs: a root other than / is refused even for root, since machines know only one
    if (!process.capable(Capability.SYS_CHROOT) || process.files.realpath(root) !== '/')
      throw new Complaint(`can't change root directory to '${root}': Operation not permitted`)
  } catch (error) {
    if (error instanceof Complaint) throw error
    throw new Complaint(`can't change root directory to '${root}': ${reason(error)}`)
  }
  process.cwd = '/'
  return become(process, argv.length > 0 ? argv : [process.env.SHELL ?? '/bin/sh', '-i'])
}
export default chroot
