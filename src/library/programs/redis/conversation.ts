// A connection of redis-server from its first request to its end.
import type { Process } from '../../../runtime/process.ts'
import { Client } from './client.ts'
import type { Context } from './command.ts'
import { answer } from './commands.ts'
import { CommandError, type Reply } from './reply.ts'
import { ProtocolError, RequestReader } from './request-reader.ts'
import type { Server } from './server.ts'

/** bytes of unfinished requests that count as memory of the server */
const COUNTED = 65_536

export async function converse(server: Server, descriptor: number): Promise<void> {
  const { process } = server
  const client = new Client(++server.connections, process, descriptor)
  server.clients.set(client.id, client)
  const context: Context = {
    server,
    client,
    get database() {
      return server.database(client.index)
    },
  }
  try {
    await new Conversation(context, process, descriptor).run()
  } finally {
    server.leave(client)
  }
  process.close(descriptor)
}

class Conversation {
  readonly #context: Context
  readonly #process: Process
  readonly #descriptor: number
  readonly #reader: RequestReader = new RequestReader()
  /** What was read ahead while a command waited. */
  #ahead: Promise<Uint8Array | undefined> | undefined
  #counted = 0

  constructor(context: Context, process: Process, descriptor: number) {
    this.#context = context
    this.#process = process
    this.#descriptor = descriptor
  }

  async run(): Promise<void> {
    const { client } = this.#context
    try {
      while (!client.closing) {
        const bytes = await (this.#ahead ?? this.#process.read(this.#descriptor))
        this.#ahead = undefined
        if (!bytes) return
        this.#reader.feed(bytes)
        await this.#answerAll()
        await client.flush()
        this.#count()
      }
    } catch (error) {
      // more than a string or a map can hold
      if (error instanceof RangeError) return client.end()
      if (!(error instanceof ProtocolError)) throw error
      client.add(new CommandError(`ERR Protocol error: ${error.message}`))
      await client.flush()
    } finally {
      if (this.#counted > 0) this.#context.server.charge(-this.#counted)
    }
  }

  async #answerAll(): Promise<void> {
    const { client } = this.#context
    for (;;) {
      const words = client.closing ? undefined : this.#reader.next()
      if (!words) return
      const reply = answer(this.#context, words)
      client.add(reply instanceof Promise ? await this.#waitFor(reply) : reply)
      const slow = this.#process.tick()
      if (slow) await slow
    }
  }

  /** Meanwhile the end of the connection must be seen: nothing may be taken for somebody who is gone. */
  async #waitFor(reply: Promise<Reply>): Promise<Reply> {
    const { client } = this.#context
    await client.flush()
    this.#ahead ??= this.#process.read(this.#descriptor)
    const gone = this.#ahead.then(
      (bytes) => bytes === undefined && client.end(),
      () => client.end(),
    )
    void gone
    return reply
  }

  /** Memory of requests that have not come to their end. */
  #count(): void {
    const held = this.#reader.size > COUNTED ? this.#reader.size : 0
    if (held !== this.#counted) this.#context.server.charge(held - this.#counted)
    this.#counted = held
  }
}
