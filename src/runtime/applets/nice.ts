// nice, setsid and ionice: run a command; priorities mean nothing here.
import type { Program } from '../process.ts'
import { become } from './command.ts'
import { parseOptions } from './options.ts'
import { appletName } from './report.ts'

const nice: Program = async (process) => {
  const name = appletName(process)
  const letters = { nice: '+n:', ionice: '+c:n:p:t', setsid: '+c' }[name as 'nice'] ?? '+'
  const { operands } = await parseOptions(process, { letters, usage: 'PROG ARGS' })
  if (operands.length > 0) return become(process, operands)
  await process.write(1, name === 'nice' ? '0\n' : '')
  return 0
}
export default nice
