// tee: copies standard input to standard output and to files.
import type { Program } from '../process.ts'
import { readChunks } from './inputs.ts'
import { parseOptions } from './options.ts'
import { complain, reason } from './report.ts'

const tee: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'ia', long: { append: 'a' }, usage: '[-ai] [FILE]...' })
  const append = options.has('a')
  if (options.has('i')) process.onSignal(2, 'ignore')
  const outputs = [1]
  let code = 0
  for (const name of options.operands) {
    try {
      outputs.push(process.open(name, { write: true, create: true, append, truncate: !append }))
    } catch (error) {
      await complain(process, `${name}: ${reason(error)}`)
      code = 1
    }
  }
  for await (const chunk of readChunks(process, 0)) {
    for (const descriptor of outputs) await process.write(descriptor, chunk)
  }
  for (const descriptor of outputs.slice(1)) process.close(descriptor)
  return code
}
export default tee
