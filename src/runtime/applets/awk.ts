// awk: runs a program over the records of its input.
import type { Process, Program } from '../process.ts'
import { withoutEscapes } from './awk/input.ts'
import { parseProgram } from './awk/parse.ts'
import { runProgram } from './awk/run.ts'
import { AwkState } from './awk/state.ts'
import { inputValue } from './awk/value.ts'
import { toBytes } from './byte-string.ts'
import { openInput, readAll, using } from './inputs.ts'
import { type Options, parseOptions, showUsage } from './options.ts'
import { Complaint } from './report.ts'

const rules = {
  letters: '+F:v:f:e:W:',
  usage: '[OPTIONS] [AWK_PROGRAM] [FILE]...',
}

async function sourceOf(process: Process, options: Options): Promise<string> {
  const parts: string[] = []
  for (const name of options.values('f')) {
    parts.push(await using(process, openInput(process, name), (descriptor) => readAll(process, descriptor)))
  }
  parts.push(...options.values('e').map(toBytes))
  if (parts.length > 0) return parts.join('\n')
  const first = options.operands.shift()
  return first === undefined ? showUsage(process, rules) : toBytes(first)
}

const awk: Program = async (process) => {
  const options = await parseOptions(process, rules)
  const source = await sourceOf(process, options)
  const state = new AwkState(process)
  const environment = state.cell('ENVIRON').array
  for (const [name, value] of Object.entries(process.env)) environment.set(toBytes(name), inputValue(toBytes(value)))
  const words = ['awk', ...options.operands.map(toBytes)]
  state.cell('ARGC').value = words.length
  for (const [index, word] of words.entries()) state.cell('ARGV').array.set(String(index), inputValue(word))
  const separator = options.value('F')
  if (separator !== undefined) state.cell('FS').value = withoutEscapes(toBytes(separator))
  for (const text of options.values('v')) {
    const [, name, value = ''] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(toBytes(text)) ?? []
    if (name === undefined) throw new Complaint(`bad -v argument '${text}'`)
    state.assign(name, inputValue(withoutEscapes(value)))
  }
  return runProgram(state, parseProgram(source))
}
export default awk
