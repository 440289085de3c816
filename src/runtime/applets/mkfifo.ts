// mkfifo: makes named pipes.
import type { Program } from '../process.ts'
import { changedMode } from './file-mode.ts'
import { parseOptions } from './options.ts'
import { complain, reason } from './report.ts'

const mkfifo: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'm:',
    long: { mode: 'm' },
    usage: '[-m MODE] NAME',
    operands: [1],
  })
  const mode = options.has('m') ? changedMode(options.value('m')!, 0o666, process.umask, false) : undefined
  let code = 0
  for (const path of options.operands) {
    try {
      process.files.fifo(path)
      if (mode !== undefined) process.files.change(path, { mode })
    } catch (error) {
      await complain(process, `${path}: ${reason(error)}`)
      code = 1
    }
  }
  return code
}
export default mkfifo
