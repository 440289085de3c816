// Buffered output, as C's stdio keeps it.
import type { Process } from '../process.ts'
import { chunkOf } from './byte-string.ts'

const limit = 16 * 1024

export class Output {
  readonly #process: Process
  readonly #descriptor: number
  #pending = ''

  constructor(process: Process, descriptor: number) {
    this.#process = process
    this.#descriptor = descriptor
  }

  /** Takes a byte string; gives a promise when enough has gathered and the reader is behind. */
  print(bytes: string): Promise<void> | undefined {
    this.#pending += bytes
    return this.#pending.length >= limit ? this.flush() : undefined
  }

  flush(): Promise<void> | undefined {
    if (this.#pending === '') return undefined
    const bytes = this.#pending
    this.#pending = ''
    return this.#process.write(this.#descriptor, chunkOf(bytes))
  }
}

const outputs = new WeakMap<Process, Output>()

/** The one buffer before a process's standard output. The table's `run` flushes it at the end, as exit() does. */
export function standardOutput(process: Process): Output {
  let output = outputs.get(process)
  if (!output) outputs.set(process, (output = new Output(process, 1)))
  return output
}
