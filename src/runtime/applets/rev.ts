// rev: reverses every line.
import type { Program } from '../process.ts'
import { mapLines } from './each-line.ts'
import { parseOptions } from './options.ts'

const rev: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: '', usage: '[FILE]...' })
  return mapLines(process, operands, (line) => `${[...line].reverse().join('')}\n`)
}
export default rev
