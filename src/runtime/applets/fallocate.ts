// fallocate: makes files at least as long as is wanted.
import type { Program } from '../process.ts'
import { sizeOf } from './numbers.ts'
import { parseOptions, showUsage } from './options.ts'
import { Complaint, reason } from './report.ts'

const rules = { letters: 'l:o:', usage: '[-o OFS] -l LEN FILE', operands: [1, 1] as const }

const fallocate: Program = async (process) => {
  const options = await parseOptions(process, rules)
  if (!options.has('l')) return showUsage(process, rules)
  const path = options.operands[0]!
  const size = sizeOf(options.value('o') ?? '0') + sizeOf(options.value('l')!)
  try {
    process.close(process.open(path, { write: true, create: true }))
    if (process.files.stat(path).size < size) process.files.truncate(path, size)
    return 0
  } catch (error) {
    throw new Complaint(`fallocate '${path}': ${reason(error)}`)
  }
}
export default fallocate
