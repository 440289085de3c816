// What an awk program has open: files and commands, to write to and to read from, by name.
import { FileError } from '../../../storage/file-error.ts'
import type { Child, Process } from '../../process.ts'
import { fromBytes } from '../byte-string.ts'
import { Output, standardOutput } from '../output.ts'
import { RecordReader } from './records.ts'

interface Writer {
  readonly output: Output
  readonly descriptor: number
  readonly child: Child | undefined
}

interface Reader {
  readonly reader: RecordReader
  readonly descriptor: number
  readonly child: Child | undefined
}

export class AwkFiles {
  readonly #process: Process
  readonly #writers = new Map<string, Writer>()
  readonly #readers = new Map<string, Reader>()

  constructor(process: Process) {
    this.#process = process
  }

  get standardOutput(): Output {
    return standardOutput(this.#process)
  }

  /** Where `print > name`, `>> name` or `| name` goes. */
  async writer(kind: '>' | '>>' | '|', name: string): Promise<Output> {
    if (kind !== '|' && (name === '/dev/stdout' || name === '-')) return this.standardOutput
    const known = this.#writers.get(name)
    if (known) return known.output
    const process = this.#process
    let descriptor: number
    let child: Child | undefined
    if (kind === '|') {
      await this.flush()
      const [input, output] = process.pipe()
      child = this.#shell(
        name,
        new Map([
          [0, input],
          [1, 1],
          [2, 2],
        ]),
      )
      process.close(input)
      descriptor = output
    } else if (name === '/dev/stderr') descriptor = 2
    else {
      const append = kind === '>>'
      descriptor = process.open(fromBytes(name), { write: true, create: true, append, truncate: !append })
    }
    const output = new Output(process, descriptor)
    this.#writers.set(name, { output, descriptor, child })
    return output
  }

  #shell(command: string, descriptors: ReadonlyMap<number, number>): Child {
    return this.#process.spawn(['/bin/sh', '-c', fromBytes(command)], { descriptors })
  }

  /** The records of a file or of what a command prints; undefined if the file cannot be opened. */
  async reader(from: 'file' | 'command', name: string): Promise<RecordReader | undefined> {
    const known = this.#readers.get(name)
    if (known) return known.reader
    const process = this.#process
    let descriptor: number
    let child: Child | undefined
    if (from === 'command') {
      await this.flush()
      const [input, output] = process.pipe()
      child = this.#shell(
        name,
        new Map([
          [0, 0],
          [1, output],
          [2, 2],
        ]),
      )
      process.close(output)
      descriptor = input
    } else if (name === '-') descriptor = 0
    else {
      try {
        descriptor = process.open(fromBytes(name), { read: true })
      } catch (error) {
        if (error instanceof FileError) return undefined
        throw error
      }
    }
    const reader = new RecordReader(process, descriptor, () => this.standardOutput.flush())
    this.#readers.set(name, { reader, descriptor, child })
    return reader
  }

  /** close(): the exit code of a command, 0 for a file, -1 for what was not open. */
  async close(name: string): Promise<number> {
    let result = -1
    const writer = this.#writers.get(name)
    if (writer) {
      this.#writers.delete(name)
      await this.#flush(writer)
      if (writer.descriptor > 2) this.#process.close(writer.descriptor)
      result = writer.child ? (await writer.child.wait()).code : 0
    }
    const reader = this.#readers.get(name)
    if (reader) {
      this.#readers.delete(name)
      if (reader.descriptor > 2) this.#process.close(reader.descriptor)
      result = reader.child ? (await reader.child.wait()).code : 0
    }
    return result
  }

  async #flush({ output, child }: Writer): Promise<void> {
    try {
      await output.flush()
    } catch (error) {
      // a command that has stopped reading is no error
      if (!child || !(error instanceof FileError)) throw error
    }
  }

  async flush(): Promise<void> {
    await this.standardOutput.flush()
    for (const writer of this.#writers.values()) await this.#flush(writer)
  }

  async closeAll(): Promise<void> {
    await this.flush()
    for (const name of [...this.#writers.keys(), ...this.#readers.keys()]) await this.close(name)
  }

  /** system() */
  async run(command: string): Promise<number> {
    await this.flush()
    const child = this.#shell(
      command,
      new Map([
        [0, 0],
        [1, 1],
        [2, 2],
      ]),
    )
    return (await child.wait()).code
  }
}
