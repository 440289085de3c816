// Standard output and standard error of a main process or exec: where bytes leave the machine.
import type { Inode } from '../storage/tree.ts'
import type { TaskSpec } from './machine.ts'
import { type Caller, loneInode, OpenFile } from './open-file.ts'
import { waitFor } from './terminal.ts'

export class OutputFile extends OpenFile {
  private readonly output: TaskSpec['output']
  private readonly stream: 1 | 2
  private node: Inode | undefined
  constructor(output: TaskSpec['output'], stream: 1 | 2) {
    super()
    this.output = output
    this.stream = stream
  }

  get path(): string {
    return `pipe:[${this.inode().ino}]`
  }

  override write(caller: Caller, bytes: Uint8Array): Promise<void> | undefined {
    const slow = this.output(this.stream, bytes)
    return slow && waitFor(caller, slow)
  }

  override inode(): Inode {
    return (this.node ??= loneInode('fifo', 0o600))
  }
}
