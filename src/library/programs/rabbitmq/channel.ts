// A channel of AMQP 0-9-1: declares, binds, publishes, consumes, acknowledges.
import { Buffer } from 'node:buffer'
import type { Broker, Consumer, ExchangeType, Message, Queue } from './broker.ts'
import { AmqpProblem, BODY, Fields, FRAME_MAX, frame, HEADER, METHOD, number, shortText } from './wire.ts'

/** The server closes the channel with this. */
export class ChannelProblem extends Error {
  readonly code: number
  constructor(code: number, text: string) {
    super(text)
    this.code = code
  }
}

const notFound = (what: string, name: string): ChannelProblem =>
  new ChannelProblem(404, `NOT_FOUND - no ${what} '${name}' in vhost '/'`)

const types = ['direct', 'fanout', 'topic']

interface Unacknowledged {
  readonly queue: Queue
  readonly message: Message
  readonly consumer: string | undefined
}

interface Publication {
  readonly exchange: string
  readonly key: string
  readonly mandatory: boolean
  size: number
  properties: Uint8Array
  readonly parts: Uint8Array[]
}

export class Channel {
  readonly #broker: Broker
  readonly #number: number
  readonly #connection: object
  readonly #send: (bytes: Uint8Array) => void
  readonly #chance: () => string
  readonly #waiting: Map<number, Unacknowledged> = new Map()
  readonly #consumers: Map<string, { readonly queue: Queue; readonly consumer: Consumer }> = new Map()
  #publication: Publication | undefined
  #lastTag = 0
  #prefetch = 0
  #confirmed: number | undefined

  /** @param chance a part of a name that nobody else has */
  constructor(
    broker: Broker,
    place: number,
    connection: object,
    send: (bytes: Uint8Array) => void,
    chance: () => string,
  ) {
    this.#broker = broker
    this.#number = place
    this.#connection = connection
    this.#send = send
    this.#chance = chance
  }

  #reply(kind: number, method: number, ...parts: readonly Uint8Array[]): void {
    this.#send(frame(METHOD, this.#number, number(kind, 2), number(method, 2), ...parts))
  }

  /** Throws a ChannelProblem. */
  method(kind: number, method: number, fields: Fields): void {
    const name = `${kind}.${method}`
    const run = Object.hasOwn(this.#methods, name) ? this.#methods[name] : undefined
    if (!run) throw new ChannelProblem(540, `NOT_IMPLEMENTED - mockerd does not simulate the method ${name}`)
    run(fields)
  }

  readonly #methods: Readonly<Record<string, (fields: Fields) => void>> = {
    '20.10': () => this.#reply(20, 11, number(0, 4)),
    '20.20': () => this.#reply(20, 21, number(1, 1)),
    '40.10': (fields) => this.#declareExchange(fields),
    '40.20': (fields) => {
      fields.number(2)
      this.#broker.exchanges.delete(fields.shortText())
      this.#reply(40, 21)
    },
    '50.10': (fields) => this.#declareQueue(fields),
    '50.20': (fields) => this.#bind(fields, true),
    '50.50': (fields) => this.#bind(fields, false),
    '50.30': (fields) => {
      fields.number(2)
      const { messages } = this.#queue(fields.shortText())
      const gone = messages.splice(0)
      this.#broker.release(gone)
      this.#reply(50, 31, number(gone.length, 4))
    },
    '50.40': (fields) => {
      fields.number(2)
      this.#reply(50, 41, number(this.#broker.remove(fields.shortText())?.messages.length ?? 0, 4))
    },
    '60.10': (fields) => {
      fields.number(4)
      this.#prefetch = fields.number(2)
      this.#reply(60, 11)
    },
    '60.20': (fields) => this.#consume(fields),
    '60.30': (fields) => {
      const tag = fields.shortText()
      this.#cancel(tag)
      this.#reply(60, 31, shortText(tag))
    },
    '60.40': (fields) => this.#publish(fields),
    '60.70': (fields) => this.#get(fields),
    '60.80': (fields) => this.#settle(fields.number(8), fields.number(1) === 1),
    '60.90': (fields) => this.#settle(fields.number(8), false, fields.number(1) === 1),
    '60.120': (fields) => {
      const tag = fields.number(8)
      const bits = fields.number(1)
      this.#settle(tag, (bits & 1) === 1, (bits & 2) === 2)
    },
    '85.10': () => {
      this.#confirmed = 0
      this.#reply(85, 11)
    },
  }

  #declareExchange(fields: Fields): void {
    fields.number(2)
    const name = fields.shortText()
    const type = fields.shortText()
    const isPassive = (fields.number(1) & 1) === 1
    const known = this.#broker.exchanges.get(name)
    if (!known && isPassive) throw notFound('exchange', name)
    if (!isPassive && !types.includes(type)) {
      throw new ChannelProblem(503, `COMMAND_INVALID - mockerd does not simulate exchanges of the type '${type}'`)
    }
    if (known && !isPassive && known.type !== type) {
      const text = `inequivalent arg 'type' for exchange '${name}' in vhost '/': received '${type}' but current is '${known.type}'`
      throw new ChannelProblem(406, `PRECONDITION_FAILED - ${text}`)
    }
    if (!known) this.#broker.exchanges.set(name, { type: type as ExchangeType, bindings: [] })
    this.#reply(40, 11)
  }

  #declareQueue(fields: Fields): void {
    fields.number(2)
    const name = fields.shortText() || `amq.gen-${this.#chance()}`
    const bits = fields.number(1)
    let queue = this.#broker.queues.get(name)
    if (!queue && bits & 1) throw notFound('queue', name)
    if (!queue) {
      const owner = bits & 4 ? this.#connection : undefined
      queue = { name, owner, autoDelete: (bits & 8) !== 0, messages: [], consumers: [] }
      this.#broker.queues.set(name, queue)
    }
    this.#checkOwner(queue)
    this.#reply(50, 11, shortText(name), number(queue.messages.length, 4), number(queue.consumers.length, 4))
  }

  #checkOwner({ owner, name }: Queue): void {
    if (!owner || owner === this.#connection) return
    throw new ChannelProblem(
      405,
      `RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '${name}' in vhost '/'`,
    )
  }

  #queue(name: string): Queue {
    const queue = this.#broker.queues.get(name)
    if (!queue) throw notFound('queue', name)
    this.#checkOwner(queue)
    return queue
  }

  #bind(fields: Fields, binds: boolean): void {
    fields.number(2)
    const { name: queue } = this.#queue(fields.shortText())
    const exchangeName = fields.shortText()
    const key = fields.shortText()
    const exchange = this.#broker.exchanges.get(exchangeName)
    if (!exchange) throw notFound('exchange', exchangeName)
    exchange.bindings = exchange.bindings.filter((one) => one.queue !== queue || one.key !== key)
    if (binds) exchange.bindings.push({ queue, key })
    this.#reply(50, binds ? 21 : 51)
  }

  #consume(fields: Fields): void {
    fields.number(2)
    const queue = this.#queue(fields.shortText())
    const tag = fields.shortText() || `amq.ctag-${this.#chance()}`
    const bits = fields.number(1)
    const consumer: Consumer = {
      tag,
      offer: (message) => {
        const own = [...this.#waiting.values()].filter((one) => one.consumer === tag).length
        if (this.#prefetch > 0 && own >= this.#prefetch) return false
        const delivery = this.#note(queue, message, (bits & 2) !== 0, tag)
        const head = [shortText(tag), number(delivery, 8), number(message.redelivered ? 1 : 0, 1)]
        this.#reply(60, 60, ...head, shortText(message.exchange), shortText(message.key))
        this.#content(message)
        return true
      },
    }
    this.#consumers.set(tag, { queue, consumer })
    queue.consumers.push(consumer)
    this.#reply(60, 21, shortText(tag))
    this.#broker.deliver(queue)
  }

  #cancel(tag: string): void {
    const found = this.#consumers.get(tag)
    if (!found) return
    const { queue, consumer } = found
    this.#consumers.delete(tag)
    queue.consumers = queue.consumers.filter((one) => one !== consumer)
    if (queue.autoDelete && queue.consumers.length === 0) this.#broker.remove(queue.name)
  }

  #note(queue: Queue, message: Message, isFinal: boolean, consumer?: string): number {
    const tag = ++this.#lastTag
    if (isFinal) this.#broker.release([message])
    else this.#waiting.set(tag, { queue, message, consumer })
    return tag
  }

  #content({ properties, body }: Message): void {
    this.#send(frame(HEADER, this.#number, number(60, 2), number(0, 2), number(body.length, 8), properties))
    for (let at = 0; at < body.length; at += FRAME_MAX - 8) {
      this.#send(frame(BODY, this.#number, body.subarray(at, at + FRAME_MAX - 8)))
    }
  }

  #get(fields: Fields): void {
    fields.number(2)
    const queue = this.#queue(fields.shortText())
    const message = queue.messages.shift()
    if (!message) {
      this.#reply(60, 72, shortText(''))
      return
    }
    const delivery = this.#note(queue, message, fields.number(1) === 1)
    const head = [number(delivery, 8), number(message.redelivered ? 1 : 0, 1), shortText(message.exchange)]
    this.#reply(60, 71, ...head, shortText(message.key), number(queue.messages.length, 4))
    this.#content(message)
  }

  /** @param requeue undefined: acknowledged; otherwise whether what was refused goes back. Throws 406. */
  #settle(tag: number, multiple: boolean, requeue?: boolean): void {
    const tags = multiple ? [...this.#waiting.keys()].filter((one) => tag === 0 || one <= tag) : [tag]
    for (const one of tags) {
      const found = this.#waiting.get(one)
      if (!found) throw new ChannelProblem(406, `PRECONDITION_FAILED - unknown delivery tag ${tag}`)
      this.#waiting.delete(one)
      if (requeue) this.#giveBack(found)
      else this.#broker.release([found.message])
      this.#broker.deliver(found.queue)
    }
  }

  #giveBack({ queue, message }: Unacknowledged): void {
    message.redelivered = true
    queue.messages.unshift(message)
  }

  #publish(fields: Fields): void {
    fields.number(2)
    const exchange = fields.shortText()
    const key = fields.shortText()
    const mandatory = (fields.number(1) & 1) === 1
    this.#publication = { exchange, key, mandatory, size: 0, properties: Buffer.alloc(2), parts: [] }
    if (exchange !== '' && !this.#broker.exchanges.has(exchange)) throw notFound('exchange', exchange)
  }

  /** The head or a part of a message's body. */
  content(type: number, body: Buffer): void {
    const publication = this.#publication
    if (!publication) throw new AmqpProblem('content without a method')
    if (type === HEADER) {
      const fields = new Fields(body)
      fields.bytes(4)
      publication.size = fields.number(8)
      publication.properties = Buffer.from(fields.rest())
    } else publication.parts.push(Buffer.from(body))
    if (publication.parts.reduce((sum, { length }) => sum + length, 0) < publication.size) return
    this.#publication = undefined
    const { exchange, key, properties, parts, mandatory } = publication
    const message: Message = { exchange, key, properties, body: Buffer.concat(parts), redelivered: false }
    if (!this.#broker.publish(message) && mandatory) {
      this.#reply(60, 50, number(312, 2), shortText('NO_ROUTE'), shortText(exchange), shortText(key))
      this.#content(message)
    }
    if (this.#confirmed !== undefined) this.#reply(60, 80, number(++this.#confirmed, 8), number(0, 1))
  }

  /** What was not acknowledged goes back to its queues. */
  end(): void {
    for (const tag of [...this.#consumers.keys()]) this.#cancel(tag)
    const open = [...this.#waiting.values()].reverse()
    this.#waiting.clear()
    for (const one of open) this.#giveBack(one)
    for (const { queue } of open) this.#broker.deliver(queue)
  }
}
