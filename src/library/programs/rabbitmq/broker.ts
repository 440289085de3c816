// Exchanges, queues and what is bound to what.

export interface Message {
  readonly exchange: string
  readonly key: string
  /** flags and values as they came */
  readonly properties: Uint8Array
  readonly body: Uint8Array
  redelivered: boolean
}

export type ExchangeType = 'direct' | 'fanout' | 'topic'

export interface Exchange {
  readonly type: ExchangeType
  bindings: { readonly queue: string; readonly key: string }[]
}

export interface Consumer {
  readonly tag: string
  /** Takes a message; false when it cannot at the moment. */
  offer(message: Message): boolean
}

export interface Queue {
  readonly name: string
  /** the connection that it belongs to alone */
  readonly owner: object | undefined
  readonly autoDelete: boolean
  readonly messages: Message[]
  consumers: Consumer[]
}

export class Broker {
  readonly exchanges: Map<string, Exchange> = new Map([
    ['amq.direct', { type: 'direct', bindings: [] }],
    ['amq.fanout', { type: 'fanout', bindings: [] }],
    ['amq.topic', { type: 'topic', bindings: [] }],
  ])
  readonly queues: Map<string, Queue> = new Map()
  readonly #charge: (bytes: number) => void

  /** @param charge counts the memory that messages take, in bytes */
  constructor(charge: (bytes: number) => void) {
    this.#charge = charge
  }

  /** Messages that nobody will see again. */
  release(messages: readonly Message[]): void {
    for (const { body, properties } of messages) this.#charge(-(body.length + properties.length))
  }

  /** Puts a message into every queue that wants it; false if none does. */
  publish(message: Message): boolean {
    const names = message.exchange === '' ? [message.key] : this.#targets(message)
    const queues = [...new Set(names)].flatMap((name) => this.queues.get(name) ?? [])
    for (const queue of queues) {
      this.#charge(message.body.length + message.properties.length)
      queue.messages.push({ ...message })
      this.deliver(queue)
    }
    return queues.length > 0
  }

  #targets({ exchange, key }: Message): string[] {
    const { type, bindings } = this.exchanges.get(exchange) ?? { type: 'direct', bindings: [] }
    const fits = (pattern: string): boolean =>
      type === 'fanout' || (type === 'topic' ? fitsTopic(pattern, key) : pattern === key)
    return bindings.filter((one) => fits(one.key)).map(({ queue }) => queue)
  }

  /** Hands messages to consumers in turn, as long as one takes them. */
  deliver(queue: Queue): void {
    let refused = 0
    while (queue.messages.length > 0 && refused < queue.consumers.length) {
      const consumer = queue.consumers.shift()!
      queue.consumers.push(consumer)
      if (consumer.offer(queue.messages[0]!)) {
        queue.messages.shift()
        refused = 0
      } else refused++
    }
  }

  remove(name: string): Queue | undefined {
    const queue = this.queues.get(name)
    this.queues.delete(name)
    this.release(queue?.messages ?? [])
    for (const exchange of this.exchanges.values()) {
      exchange.bindings = exchange.bindings.filter((one) => one.queue !== name)
    }
    return queue
  }
}

/** `*` is a word, `#` any number of them. In time proportional to the product of both. */
export function fitsTopic(pattern: string, key: string): boolean {
  const words = key === '' ? [] : key.split('.')
  let reached = [true, ...words.map(() => false)]
  for (const part of pattern === '' ? [] : pattern.split('.')) {
    const next = words.map(() => false).concat(false)
    for (let at = 0; at <= words.length; at++) {
      if (part === '#') next[at] = reached[at]! || (at > 0 && next[at - 1]!)
      else if (at > 0) next[at] = reached[at - 1]! && (part === '*' || part === words[at - 1])
    }
    reached = next
  }
  return reached[words.length]!
}
