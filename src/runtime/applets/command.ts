// Starts the command that an applet was given (env, nice, timeout, xargs, …).
import { FileError } from '../../storage/file-error.ts'
import type { Child, Process, SpawnOptions } from '../process.ts'
import { Complaint } from './report.ts'

/** What a command that cannot be started becomes: 127 when it is not there, 126 otherwise. */
export function cannotExecute(command: string, error: unknown): Complaint {
  if (!(error instanceof FileError)) throw error
  return new Complaint(`can't execute '${command}': ${error.message}`, error.code === 'ENOENT' ? 127 : 126)
}

/** Becomes the command. */
export async function become(process: Process, argv: readonly string[], env?: Record<string, string>): Promise<never> {
  try {
    return await process.exec(argv, env)
  } catch (error) {
    throw cannotExecute(argv[0] ?? '', error)
  }
}

/** Runs the command beside this process. */
export function start(process: Process, argv: readonly string[], options?: SpawnOptions): Child {
  try {
    return process.spawn(argv, options)
  } catch (error) {
    throw cannotExecute(argv[0] ?? '', error)
  }
}
