// tty: prints the name of the terminal.
import type { Program } from '../process.ts'
import { parseOptions } from './options.ts'

const tty: Program = async (process) => {
  const options = await parseOptions(process, { letters: 's', usage: '' })
  const isTerminal = process.isTerminal(0)
  const own = process.processes().find(({ pid }) => pid === process.pid)
  const name = own?.tty ?? 'pts/0'
  if (!options.has('s')) await process.write(1, isTerminal ? `/dev/${name.replace(/^\/dev\//, '')}\n` : 'not a tty\n')
  return isTerminal ? 0 : 1
}
export default tty
