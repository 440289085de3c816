// logger: writes to a system log that no container has.
import type { Program } from '../process.ts'
import { chunkOf, toBytes } from './byte-string.ts'
import { parseOptions } from './options.ts'

const logger: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'p:st:', usage: '[-s] [-t TAG] [-p PRIO] [MESSAGE]' })
  const tag = options.value('t') ?? process.env.USER ?? 'root'
  if (options.has('s')) await process.write(2, chunkOf(toBytes(`${tag}: ${options.operands.join(' ')}\n`)))
  return 0
}
export default logger
