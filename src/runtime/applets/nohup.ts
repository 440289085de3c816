// nohup: runs a command that a hangup does not end.
import type { Program } from '../process.ts'
import { become } from './command.ts'
import { parseOptions } from './options.ts'

const nohup: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: '+', usage: 'PROG ARGS', operands: [1], failure: 125 })
  process.onSignal(1, 'ignore')
  if (process.isTerminal(1)) {
    process.duplicate(process.open('nohup.out', { write: true, create: true, append: true, mode: 0o600 }), 1)
    await process.write(2, 'nohup: appending output to nohup.out\n')
  }
  if (process.isTerminal(2)) process.duplicate(1, 2)
  return become(process, operands)
}
export default nohup
