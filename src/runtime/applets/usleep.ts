// usleep: waits for microseconds.
import type { Program } from '../process.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'

const usleep: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: '', usage: 'N', operands: [1, 1] })
  await process.sleep(integerOf(operands[0]!) / 1000)
  return 0
}
export default usleep
