// seq: counts.
import type { Program } from '../process.ts'
import { formatFloat } from './c-format.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { Complaint } from './report.ts'

const seq: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: '+ws:',
    usage: '[-w] [-s SEP] [FIRST [INC]] LAST',
    operands: [1, 3],
  })
  const { operands } = options
  for (const word of operands) {
    if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(word)) throw new Complaint(`invalid number '${word}'`)
  }
  const last = Number(operands.at(-1))
  const start = operands.length > 1 ? Number(operands[0]) : 1
  const step = operands.length > 2 ? Number(operands[1]) : 1
  const places = Math.max(0, ...operands.map((word) => word.split('.')[1]?.length ?? 0))
  const directive = { flags: '', width: 0, precision: places, conversion: 'f' }
  const widths = [start, last].map((value) => formatFloat(directive, value).length)
  const padded = options.has('w') ? { ...directive, flags: '0', width: Math.max(...widths) } : directive
  const separator = options.value('s') ?? '\n'
  const output = standardOutput(process)
  let printed = false
  // multiplied, not added up: errors must not grow
  for (let count = 0; ; count++) {
    const value = start + count * step
    if (step >= 0 ? value > last + 1e-9 * Math.abs(step) : value < last - 1e-9 * Math.abs(step)) break
    await output.print((printed ? separator : '') + formatFloat(padded, value))
    printed = true
    if (count % 4096 === 4095) await process.tick()
  }
  if (printed) await output.print('\n')
  return 0
}
export default seq
