// truncate: sets the size of files.
import type { Program } from '../process.ts'
import { lookAt } from './copy.ts'
import { sizeOf } from './numbers.ts'
import { parseOptions, showUsage } from './options.ts'
import { complain, reason } from './report.ts'

const rules = { letters: 'cs:', usage: '[-c] -s SIZE FILE...', operands: [1] as const }

const truncate: Program = async (process) => {
  const options = await parseOptions(process, rules)
  if (!options.has('s')) return showUsage(process, rules)
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(options.value('s')!)!
  const amount = sizeOf(digits)
  let code = 0
  for (const path of options.operands) {
    try {
      const inode = lookAt(process, path, true)
      if (!inode) {
        if (options.has('c')) continue
        process.close(process.open(path, { write: true, create: true }))
      }
      const before = inode?.size ?? 0
      process.files.truncate(
        path,
        sign === '+' ? before + amount : sign === '-' ? Math.max(0, before - amount) : amount,
      )
    } catch (error) {
      await complain(process, `${path}: ${reason(error)}`)
      code = 1
    }
  }
  return code
}
export default truncate
