// One connection of a redis server: who is there, what it has asked for, and what still has to be sent to it.
import { Buffer } from 'node:buffer'
import type { SocketNames } from '../../../runtime/network/socket.ts'
import { Killed, type Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { encodeReply, type Reply } from './reply.ts'

/** bytes that may wait for a client that does not read (client-output-buffer-limit of pubsub) */
const MOST_WAITING = 32 * 1024 * 1024

export class Client {
  readonly id: number
  readonly connected: number
  readonly names: SocketNames
  private readonly process: Process
  private readonly descriptor: number
  name = ''
  library = ''
  libraryVersion = ''
  lastCommand = ''
  protocol: 2 | 3 = 2
  /** number of the database that it has selected */
  index = 0
  authenticated = false
  /** No further request of it is answered. */
  closing = false
  channels: Set<string> = none
  patterns: Set<string> = none
  /** What it has queued since MULTI. */
  queued: string[][] | undefined
  /** Something that cannot be executed was queued. */
  spoilt = false
  /** Keys that it watches, with their databases; `dirty` once one of them has changed. */
  watched: Set<string> = none
  dirty = false
  /** Ends the wait of a blocked client. */
  wake: (() => void) | undefined
  private waiting = ''
  private sending: Promise<void> | undefined

  constructor(id: number, process: Process, descriptor: number) {
    this.id = id
    this.connected = process.now()
    this.process = process
    this.descriptor = descriptor
    const { local, remote } = process.socket(descriptor)
    this.names = { local, remote }
  }

  get subscriptions(): number {
    return this.channels.size + this.patterns.size
  }

  /** Puts an answer behind what is still to be sent. */
  add(reply: Reply): void {
    this.waiting += encodeReply(reply, this.protocol)
  }

  /** Sends what nobody waits for here: a message of another client. One who is too far behind is dropped. */
  push(reply: Reply): void {
    this.add(reply)
    if (this.waiting.length > MOST_WAITING) this.end()
    else void this.flush().catch(unlessOver)
  }

  /** Sends what there is, all of it in order whoever asks for it. Throws EPIPE when the other side is gone. */
  async flush(): Promise<void> {
    await this.sending
    if (this.waiting === '') return
    const bytes = Buffer.from(this.waiting, 'latin1')
    this.waiting = ''
    this.sending = this.write(bytes)
    await this.sending
    return this.flush()
  }

  private async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.process.write(this.descriptor, bytes)
    } finally {
      this.sending = undefined
    }
  }

  end(): void {
    if (this.closing) return
    this.closing = true
    this.waiting = ''
    this.process.shutdown(this.descriptor)
    this.wake?.()
  }
}

/** What most clients never have; nothing is put into it. */
const none: Set<string> = new Set()

function unlessOver(error: unknown): void {
  if (!(error instanceof Killed || error instanceof FileError)) throw error
}
