// more and less: show files; without somebody at a keyboard, all at once.
import type { Program } from '../process.ts'
import { eachInput, readChunks } from './inputs.ts'
import { parseOptions } from './options.ts'

const more: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: 'EFIMmNSRhdfs~', usage: '[-EFIMmNSRh~] [FILE]...' })
  // differs: nothing is held back until a key is pressed, not even on a terminal
  const good = await eachInput(process, operands, async (descriptor) => {
    for await (const chunk of readChunks(process, descriptor)) await process.write(1, chunk)
  })
  return good ? 0 : 1
}
export default more
