// What redis-server answers, and how RESP 2 and 3 write it. Texts are byte strings: one character for each byte.

export type Reply =
  | number
  | bigint
  | string
  | null
  | Status
  | CommandError
  | readonly Reply[]
  | NullList
  | Pairs
  | Members
  | Double
  | Push
  | Nothing

/** `+OK` */
export class Status {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** A refusal in the server's words, with its code in front. */
export class CommandError extends Error {}

/** `*-1`: no list rather than an empty one. */
export class NullList {}

/**
 * Names with what belongs to them: a map in RESP 3, a flat list in RESP 2. As `lists` RESP 3 has a list of
 * pairs, as `flat` the same flat list.
 */
export class Pairs {
  readonly pairs: readonly (readonly [Reply, Reply])[]
  readonly as: 'map' | 'lists' | 'flat'
  constructor(pairs: readonly (readonly [Reply, Reply])[], as: 'map' | 'lists' | 'flat' = 'map') {
    this.pairs = pairs
    this.as = as
  }
}

/** A set in RESP 3, a list in RESP 2. */
export class Members {
  readonly members: readonly string[]
  constructor(members: Iterable<string>) {
    this.members = [...members]
  }
}

export class Double {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** What comes without having been asked for. */
export class Push {
  readonly items: readonly Reply[]
  constructor(items: readonly Reply[]) {
    this.items = items
  }
}

/** The command has sent its answers itself. */
export class Nothing {}

export const OK: Status = new Status('OK')
export const NULL_LIST: NullList = new NullList()
export const NOTHING: Nothing = new Nothing()

export function formatDouble(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf'
  if (value === Number.NEGATIVE_INFINITY) return '-inf'
  return Object.is(value, -0) ? '-0' : String(value)
}

/** The bytes of an answer, as a byte string. */
export function encodeReply(reply: Reply, protocol: 2 | 3): string {
  if (typeof reply === 'number' || typeof reply === 'bigint') return `:${reply}\r\n`
  if (typeof reply === 'string') return `$${reply.length}\r\n${reply}\r\n`
  if (reply === null) return protocol === 3 ? '_\r\n' : '$-1\r\n'
  if (reply instanceof Status) return `+${reply.text}\r\n`
  if (reply instanceof CommandError) return `-${reply.message.replace(/[\r\n]/g, ' ')}\r\n`
  if (reply instanceof NullList) return protocol === 3 ? '_\r\n' : '*-1\r\n'
  if (reply instanceof Pairs) return encodePairs(reply, protocol)
  if (reply instanceof Members) return encodeList(protocol === 3 ? '~' : '*', reply.members, protocol)
  if (reply instanceof Push) return encodeList(protocol === 3 ? '>' : '*', reply.items, protocol)
  if (reply instanceof Double) {
    const text = formatDouble(reply.value)
    return protocol === 3 ? `,${text}\r\n` : `$${text.length}\r\n${text}\r\n`
  }
  return reply instanceof Nothing ? '' : encodeList('*', reply, protocol)
}

function encodeList(sign: string, items: readonly Reply[], protocol: 2 | 3): string {
  return `${sign}${items.length}\r\n${items.map((item) => encodeReply(item, protocol)).join('')}`
}

function encodePairs({ pairs, as }: Pairs, protocol: 2 | 3): string {
  if (protocol === 2 || as === 'flat') return encodeList('*', pairs.flat(1) as Reply[], protocol)
  if (as === 'lists') return encodeList('*', pairs, protocol)
  return `%${pairs.length}\r\n${pairs.map((pair) => pair.map((item) => encodeReply(item, protocol)).join('')).join('')}`
}
