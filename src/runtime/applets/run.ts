// Runs an applet the way C's start-up code runs main().
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { standardOutput } from './output.ts'
import { Complaint, complain } from './report.ts'

/** Complaints and file errors that nobody caught are printed, and what is buffered is written at the end, as exit() does. */
export function asCommand(program: Program): Program {
  return async (process) => {
    try {
      const code = await program(process)
      await standardOutput(process).flush()
      return code
    } catch (error) {
      await standardOutput(process).flush()
      if (error instanceof Complaint) {
        await complain(process, error.message)
        return error.code
      }
      if (!(error instanceof FileError)) throw error
      const where = error.path === undefined ? '' : `${error.path}: `
      await complain(process, error.code === 'EPIPE' ? `write error: ${error.message}` : `${where}${error.message}`)
      return 1
    }
  }
}

/** The same process under another argument list, for applets that run applets. */
export function withArguments(process: Process, argv: readonly string[]): Process {
  return new Proxy(process, {
    get(target, key) {
      if (key === 'argv') return argv
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
    set: (target, key, value) => Reflect.set(target, key, value),
  })
}
