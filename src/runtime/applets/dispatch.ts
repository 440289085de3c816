// busybox itself: one binary that is whatever applet it is called as.
import type { Program } from '../process.ts'
import type { ProgramTable } from '../programs.ts'
import { standardOutput } from './output.ts'
import { appletName } from './report.ts'
import { withArguments } from './run.ts'

const banner = 'BusyBox v1.37.0 multi-call binary.\n'
const usage = 'Usage: busybox [function [arguments]...]\n   or: busybox --list[-full]\n   or: function [arguments]...\n'

/** The names in columns of a terminal, separated by commas. */
function columns(names: readonly string[]): string {
  let text = ''
  let line = '\t'
  for (const [index, name] of names.entries()) {
    const word = index === names.length - 1 ? name : `${name}, `
    if (line.length + word.length > 70) {
      text += `${line.trimEnd()}\n`
      line = '\t'
    }
    line += word
  }
  return `${text}${line}\n`
}

/** The program `busybox` over a table of applets. */
export function busyboxOf(table: ProgramTable): Program {
  const names = [...table.keys()].sort()
  return async (process) => {
    const name = appletName(process)
    const called = table.get(name)
    if (called) return called(process)
    if (name !== 'busybox' && !name.startsWith('busybox-')) {
      await process.write(2, `${name}: applet not found\n`)
      return 127
    }
    const wanted = process.argv[1]
    const output = standardOutput(process)
    if (wanted === undefined || wanted === '--help') {
      await output.print(`${banner}\n${usage}\nCurrently defined functions:\n${columns(names)}`)
    } else if (wanted === '--list') await output.print(`${names.join('\n')}\n`)
    else if (wanted === '--list-full') await output.print(names.map((each) => `bin/${each}\n`).join(''))
    else {
      const applet = table.get(wanted)
      if (applet) return applet(withArguments(process, process.argv.slice(1)))
      await process.write(2, `${wanted}: applet not found\n`)
      return 127
    }
    await output.flush()
    return 0
  }
}
