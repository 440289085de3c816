// sed: edits lines by a script.
import type { Process, Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { openInput, readAll, using } from './inputs.ts'
import { type Options, parseOptions, showUsage } from './options.ts'
import { Output, standardOutput } from './output.ts'
import { complain, reason } from './report.ts'
import { SedInput } from './sed/input.ts'
import { parseScript } from './sed/parse.ts'
import { SedRun, SedState } from './sed/run.ts'

const rules = {
  letters: 'i::rEne:f:sz',
  long: {
    'in-place': 'i',
    'regexp-extended': 'r',
    quiet: 'n',
    silent: 'n',
    expression: 'e',
    file: 'f',
    separate: 's',
    'null-data': 'z',
  },
  usage: '[-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...',
}

async function scriptOf(process: Process, options: Options): Promise<string> {
  const parts: string[] = []
  let [expressions, files] = [0, 0]
  for (const letter of options.order) {
    if (letter === 'e') parts.push(toBytes(options.values('e')[expressions++]!))
    if (letter === 'f') {
      const name = options.values('f')[files++]!
      const text = await using(process, openInput(process, name), (descriptor) => readAll(process, descriptor))
      parts.push(text.replace(/\n$/, ''))
    }
  }
  if (parts.length > 0) return parts.join('\n')
  const first = options.operands.shift()
  return first === undefined ? showUsage(process, rules) : toBytes(first)
}

/** Edits one file through a new one that takes its place. */
async function editInPlace(
  process: Process,
  name: string,
  suffix: string,
  edit: (input: number, output: Output) => Promise<void>,
): Promise<void> {
  const input = process.open(name, { read: true })
  const { mode, uid, gid } = process.files.stat(name)
  const made = `${name}.${process.pid}.new`
  const output = process.open(made, { write: true, create: true, exclusive: true, mode: mode & 0o777 })
  try {
    await edit(input, new Output(process, output))
  } finally {
    process.close(output)
  }
  process.files.change(made, { mode, uid, gid })
  if (suffix !== '') process.files.rename(name, suffix.includes('*') ? suffix.replaceAll('*', name) : name + suffix)
  process.files.rename(made, name)
}

const sed: Program = async (process) => {
  if (process.argv[1] === '--version') {
    // configure scripts look for this
    await process.write(1, 'This is not GNU sed version 4.0\n')
    return 0
  }
  const options = await parseOptions(process, rules)
  const script = await scriptOf(process, options)
  const quiet = options.has('n') || /^#n(\n|$)/.test(script)
  const { commands, lastPattern } = parseScript(script, options.has('r') || options.has('E'))
  const delimiter = options.has('z') ? '\0' : '\n'
  const state = new SedState()
  state.lastPattern = lastPattern
  let failed = false
  const names = options.operands.length > 0 ? options.operands : ['-']
  const run = (open: () => Promise<number | undefined>, output: Output) =>
    new SedRun(process, commands, new SedInput(process, open, delimiter), output, { quiet, delimiter }, state).run()

  if (options.has('i')) {
    for (const name of names) {
      try {
        await editInPlace(process, name, options.value('i')!, async (input, output) => {
          const inputs = [input]
          state.lineNumber = 0
          state.code = undefined
          await run(async () => inputs.pop(), output)
        })
      } catch (error) {
        await complain(process, `${name}: ${reason(error)}`)
        failed = true
      }
    }
  } else {
    let next = 0
    const open = async (): Promise<number | undefined> => {
      while (next < names.length) {
        const name = names[next++]!
        try {
          return openInput(process, name)
        } catch (error) {
          await complain(process, `${name}: ${reason(error)}`)
          failed = true
        }
      }
      return undefined
    }
    await run(open, standardOutput(process))
  }
  return state.code ? state.code : failed ? 1 : 0
}
export default sed
