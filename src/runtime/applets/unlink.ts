// unlink and link: one name less, one name more.
import type { Program } from '../process.ts'
import { parseOptions } from './options.ts'
import { appletName, Complaint, reason } from './report.ts'

const unlink: Program = async (process) => {
  const isLink = appletName(process) === 'link'
  const { operands } = await parseOptions(process, {
    letters: '',
    usage: isLink ? 'FILE LINK' : 'FILE',
    operands: isLink ? [2, 2] : [1, 1],
  })
  const [first = '', second = ''] = operands
  try {
    if (isLink) process.files.link(first, second)
    else process.files.unlink(first)
    return 0
  } catch (error) {
    throw new Complaint(
      isLink
        ? `can't create link '${second}' to '${first}': ${reason(error)}`
        : `can't remove file '${first}': ${reason(error)}`,
    )
  }
}
export default unlink
