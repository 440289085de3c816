// watch: runs a command again and again.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { start } from './command.ts'
import { durationOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { strftime } from './strftime.ts'

const watch: Program = async (process) => {
  const options = await parseOptions(process, { letters: '+tn:', usage: '[-n SEC] [-t] PROG ARGS', operands: [1] })
  const pause = durationOf(options.value('n') ?? '2')
  const command = options.operands.join(' ')
  const output = standardOutput(process)
  for (;;) {
    await output.print('\x1b[H\x1b[J')
    if (!options.has('t')) {
      const left = toBytes(`Every ${(pause / 1000).toFixed(1)}s: ${command}`)
      const right = strftime('%Y-%m-%d %H:%M:%S', process.now())
      const width = process.terminalSize(1)?.[1] ?? 80
      await output.print(`${left.slice(0, width).padEnd(width - right.length)}${right}\n\n`)
    }
    await output.flush()
    await start(process, ['/bin/sh', '-c', command]).wait()
    await process.sleep(pause)
  }
}
export default watch
