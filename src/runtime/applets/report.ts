// What applets say on standard error, and how they give up.
import { FileError } from '../../storage/file-error.ts'
import type { Process } from '../process.ts'

/** Ends an applet: its message goes to standard error behind the applet's name. Caught by the table's `run`. */
export class Complaint extends Error {
  readonly code: number
  constructor(message: string, code = 1) {
    super(message)
    this.name = 'Complaint'
    this.code = code
  }
}

/** An applet's own name: the last part of argv[0]. */
export function appletName(process: Process): string {
  const zero = process.argv[0] ?? ''
  return zero.slice(zero.lastIndexOf('/') + 1).replace(/^-/, '')
}

/** Prints `name: message`. */
export async function complain(process: Process, message: string): Promise<void> {
  await process.write(2, `${appletName(process)}: ${message}\n`)
}

/** The C library's words for what went wrong with a file; anything else is thrown on. */
export function reason(error: unknown): string {
  if (error instanceof FileError) return error.message
  throw error
}
