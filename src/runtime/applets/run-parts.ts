// run-parts: runs every program of a directory.
import type { Program } from '../process.ts'
import { start } from './command.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { complain, reason } from './report.ts'

const runParts: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'a:u:tlre',
    long: { arg: 'a', umask: 'u', test: 't', list: 'l', reverse: 'r', 'exit-on-error': 'e' },
    usage: '[-a ARG]... [-u UMASK] [--reverse] [--test] [--exit-on-error] [--list] DIRECTORY',
    operands: [1, 1],
  })
  const directory = options.operands[0]!
  let names: string[]
  try {
    names = process.files.list(directory).filter((name) => /^[A-Za-z0-9_-]+$/.test(name))
  } catch (error) {
    // busybox complains and succeeds
    await complain(process, `${directory}: ${reason(error)}`)
    return 0
  }
  if (options.has('r')) names.reverse()
  let code = 0
  for (const name of names) {
    const path = `${directory}/${name}`
    if (process.files.stat(path).kind === 'directory' || (!options.has('l') && !process.files.access(path, 1))) continue
    if (options.has('t') || options.has('l')) {
      await standardOutput(process).print(`${path}\n`)
      continue
    }
    const status = await start(process, [path, ...options.values('a')]).wait()
    if (status.code === 0) continue
    await complain(process, `${path}: exit status ${status.code}`)
    code = 1
    if (options.has('e')) break
  }
  return code
}
export default runParts
