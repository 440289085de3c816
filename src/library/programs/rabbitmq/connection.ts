// A connection of AMQP 0-9-1: who is there, and its channels.
import { Buffer } from 'node:buffer'
import type { Process } from '../../../runtime/process.ts'
import { ConnectionReader } from '../connection-reader.ts'
import type { Broker } from './broker.ts'
import { Channel, ChannelProblem } from './channel.ts'
import {
  AmqpProblem,
  Fields,
  FRAME_MAX,
  type Frame,
  frame,
  longText,
  METHOD,
  number,
  readFrame,
  shortText,
  table,
} from './wire.ts'

export interface Settings {
  readonly version: string
  readonly user: string
  readonly password: string
}

const HELLO = 'AMQP\0\0\x09\x01'

/** Talks to a client until it goes. differs: no heartbeats are asked for, and vhosts other than `/` are none. */
export async function serveClient(
  process: Process,
  broker: Broker,
  settings: Settings,
  descriptor: number,
): Promise<void> {
  const reader = new ConnectionReader(process, descriptor)
  const hello = await reader.take(8)
  if (hello?.toString('latin1') === HELLO) {
    const connection = new Connection(process, broker, settings, descriptor)
    try {
      await connection.run(reader)
    } catch (error) {
      if (!(error instanceof AmqpProblem)) throw error
    } finally {
      connection.end()
    }
  } else if (hello) await process.write(descriptor, Buffer.from(HELLO, 'latin1'))
  process.close(descriptor)
}

class Connection {
  readonly #process: Process
  readonly #broker: Broker
  readonly #settings: Settings
  readonly #descriptor: number
  readonly #channels: Map<number, Channel> = new Map()
  #out: Uint8Array[] = []
  #sending = false
  #isOpen = true

  constructor(process: Process, broker: Broker, settings: Settings, descriptor: number) {
    this.#process = process
    this.#broker = broker
    this.#settings = settings
    this.#descriptor = descriptor
  }

  /** Sends in order; what comes while the client is slow waits. */
  #send(bytes: Uint8Array): void {
    this.#out.push(bytes)
    if (!this.#sending) void this.#flush().catch(() => this.end())
  }

  async #flush(): Promise<void> {
    this.#sending = true
    try {
      while (this.#out.length > 0 && this.#isOpen) {
        const bytes = Buffer.concat(this.#out)
        this.#out = []
        await this.#process.write(this.#descriptor, bytes)
      }
    } finally {
      this.#sending = false
    }
  }

  #method(channel: number, kind: number, method: number, ...parts: readonly Uint8Array[]): void {
    this.#send(frame(METHOD, channel, number(kind, 2), number(method, 2), ...parts))
  }

  async run(reader: ConnectionReader): Promise<void> {
    const capabilities = {
      publisher_confirms: true,
      'basic.nack': true,
      consumer_cancel_notify: true,
      exchange_exchange_bindings: false,
    }
    const properties = table({ product: 'RabbitMQ', version: this.#settings.version, capabilities })
    this.#method(0, 10, 10, Buffer.from([0, 9]), properties, longText('PLAIN AMQPLAIN'), longText('en_US'))
    for (let next = await readFrame(reader); next; next = await readFrame(reader)) {
      if (next.channel !== 0) this.#channelFrame(next)
      else if (next.type === METHOD && !(await this.#connectionMethod(new Fields(next.body)))) return
      await this.#process.tick()
    }
  }

  /** Whether the connection goes on. */
  async #connectionMethod(fields: Fields): Promise<boolean> {
    fields.number(2)
    switch (fields.number(2)) {
      case 11: {
        fields.longBytes()
        fields.shortText()
        const [, user, password] = fields.longBytes().toString().split('\0')
        if (user === this.#settings.user && password === this.#settings.password) {
          this.#method(0, 10, 30, number(2047, 2), number(FRAME_MAX, 4), number(0, 2))
          return true
        }
        const text =
          'ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile.'
        this.#method(0, 10, 50, number(403, 2), shortText(text), number(0, 4))
        return true
      }
      case 40: {
        const vhost = fields.shortText()
        if (vhost === '/') this.#method(0, 10, 41, shortText(''))
        else
          this.#method(
            0,
            10,
            50,
            number(530, 2),
            shortText(`NOT_ALLOWED - vhost ${vhost} not found`),
            number(10, 2),
            number(40, 2),
          )
        return true
      }
      case 50:
        this.#method(0, 10, 51)
        return false
      case 51:
        return false
      default:
        return true
    }
  }

  #channelFrame({ type, channel: place, body }: Frame): void {
    const fields = new Fields(body)
    const [kind, method] = type === METHOD ? [fields.number(2), fields.number(2)] : [0, 0]
    if (kind === 20 && method === 10) {
      const chance = (): string => Math.floor(this.#process.random() * 2 ** 48).toString(36)
      this.#channels.set(place, new Channel(this.#broker, place, this, (bytes) => this.#send(bytes), chance))
    }
    const channel = this.#channels.get(place)
    // what was on its way to a channel that is closed
    if (!channel) return
    try {
      if (type === METHOD && kind === 20 && method === 40) {
        this.#close(place)
        this.#method(place, 20, 41)
      } else if (type === METHOD) channel.method(kind, method, fields)
      else channel.content(type, body)
    } catch (error) {
      if (!(error instanceof ChannelProblem)) throw error
      this.#close(place)
      this.#method(place, 20, 40, number(error.code, 2), shortText(error.message), number(kind, 2), number(method, 2))
    }
  }

  #close(place: number): void {
    this.#channels.get(place)?.end()
    this.#channels.delete(place)
  }

  /** Ends its channels; queues of this connection alone are gone with it. */
  end(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    for (const place of [...this.#channels.keys()]) this.#close(place)
    for (const { name, owner } of [...this.#broker.queues.values()]) if (owner === this) this.#broker.remove(name)
  }
}
