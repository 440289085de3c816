// sleep: waits.
import type { Program } from '../process.ts'
import { durationOf } from './numbers.ts'
import { parseOptions } from './options.ts'

const sleep: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: '+', usage: '[N]...', operands: [1] })
  const endless = operands.some((word) => /^inf(inity)?$/i.test(word))
  while (endless) await process.pause()
  await process.sleep(operands.reduce((sum, word) => sum + durationOf(word), 0))
  return 0
}
export default sleep
