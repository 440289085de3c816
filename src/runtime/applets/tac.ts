// tac: prints lines in reverse.
import type { Program } from '../process.ts'
import { eachInput } from './inputs.ts'
import { LineReader } from './lines.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { Complaint } from './report.ts'

const mostHeld = 128 * 1024 * 1024

const tac: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: '', usage: '[FILE]...' })
  const output = standardOutput(process)
  const good = await eachInput(process, operands, async (descriptor) => {
    const lines: string[] = []
    let size = 0
    const reader = new LineReader(process, descriptor)
    for (let batch = await reader.batch(); batch; batch = await reader.batch()) {
      const before = size
      for (const [index, line] of batch.entries()) {
        const whole = reader.unfinished && index === batch.length - 1 ? line : `${line}\n`
        size += whole.length + 16
        lines.push(whole)
      }
      process.charge(size - before)
      if (size > mostHeld) throw new Complaint('out of memory')
      await process.tick()
    }
    for (let line = lines.pop(); line !== undefined; line = lines.pop()) await output.print(line)
  })
  return good ? 0 : 1
}
export default tac
