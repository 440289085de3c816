// find's actions that change something: -delete and -exec.
import type { Process } from '../../process.ts'
import { start } from '../command.ts'
import { confirm } from '../confirm.ts'
import { standardOutput } from '../output.ts'
import { Complaint, complain, reason } from '../report.ts'
import type { Predicate } from './expression.ts'

/** How many bytes of arguments a command gets at most with `+`. */
const mostBytes = 32 * 1024

export function deleter(process: Process): Predicate {
  return async ({ path, inode, start: operand }) => {
    if (path === '.' || (path === operand && /(^|\/)\.$/.test(path))) return true
    try {
      if (inode.kind === 'directory') process.files.removeDirectory(path)
      else process.files.unlink(path)
      return true
    } catch (error) {
      await complain(process, `${path}: ${reason(error)}`)
      return false
    }
  }
}

async function runs(process: Process, argv: readonly string[]): Promise<boolean> {
  // what was printed before must be seen before what the command prints
  await standardOutput(process).flush()
  try {
    const { code } = await start(process, argv).wait()
    return code === 0
  } catch (error) {
    if (!(error instanceof Complaint)) throw error
    await complain(process, error.message.replace("can't execute '", '').replace("': ", ': '))
    return false
  }
}

/** `-exec command {} ;`, or with `+` as few commands as fit. */
export function execution(
  process: Process,
  command: readonly string[],
  gathers: boolean,
  asks: boolean,
): { each: Predicate; finish?: () => Promise<void> } {
  if (!gathers) {
    return {
      each: async ({ path }) => {
        if (asks && !(await confirm(process, `${command.join(' ')} < ${path} > ? `))) return false
        return runs(
          process,
          command.map((word) => word.replaceAll('{}', path)),
        )
      },
    }
  }
  let gathered: string[] = []
  let size = 0
  const finish = async () => {
    if (gathered.length === 0) return
    const paths = gathered
    gathered = []
    size = 0
    await runs(process, [...command, ...paths])
  }
  return {
    each: async ({ path }) => {
      gathered.push(path)
      size += path.length + 1
      if (size > mostBytes) await finish()
      return true
    },
    finish,
  }
}
