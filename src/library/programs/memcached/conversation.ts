// What a client says to memcached and hears: the text protocol.
import type { Cache } from './cache.ts'

/** bytes of a line, and of a value */
const LONGEST_LINE = 2048
const LARGEST = 1024 * 1024
const KEY = /^[^\s\x00-\x1f\x7f]{1,250}$/

const storing = ['set', 'add', 'replace', 'append', 'prepend', 'cas']

/** Takes whole lines and blocks of bytes from a connection. */
class Input {
  #rest: Buffer = Buffer.alloc(0)
  readonly #read: () => Promise<Uint8Array | undefined>
  constructor(read: () => Promise<Uint8Array | undefined>) {
    this.#read = read
  }
  async #more(): Promise<boolean> {
    const bytes = await this.#read()
    if (bytes) this.#rest = Buffer.concat([this.#rest, bytes])
    return bytes !== undefined
  }
  /** Undefined at the end, and of a line that never ends. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.indexOf(10)
      if (end >= 0)
        return this.#cut(end + 1)
          .toString('latin1')
          .trimEnd()
      if (this.#rest.length > LONGEST_LINE || !(await this.#more())) return undefined
    }
  }
  async block(length: number): Promise<Buffer | undefined> {
    while (this.#rest.length < length) if (!(await this.#more())) return undefined
    return Buffer.from(this.#cut(length))
  }
  #cut(length: number): Buffer {
    const head = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return head
  }
}

export async function converse(cache: Cache, descriptor: number): Promise<void> {
  const { process } = cache
  const input = new Input(() => process.read(descriptor))
  cache.connections++
  try {
    for (let line = await input.line(); line !== undefined; line = await input.line()) {
      const [command = '', ...words] = line.split(' ').filter((word) => word !== '')
      if (command === 'quit') break
      const isQuiet = words.at(-1) === 'noreply'
      const reply = storing.includes(command)
        ? await store(cache, command, words, input)
        : answer(cache, command, words)
      if (reply === undefined) break
      if (!isQuiet && reply.length > 0) await process.write(descriptor, Buffer.from(reply))
    }
  } finally {
    cache.connections--
  }
  process.close(descriptor)
}

/** Undefined when the client goes before it has said all. */
async function store(
  cache: Cache,
  command: string,
  [key = '', flags = '', seconds = '', length = '', unique = '']: readonly string[],
  input: Input,
): Promise<string | undefined> {
  const isGood = KEY.test(key) && [flags, length].every((one) => /^\d{1,9}$/.test(one)) && /^-?\d{1,10}$/.test(seconds)
  if (!isGood) return 'CLIENT_ERROR bad command line format\r\n'
  if (Number(length) > LARGEST) {
    for (let left = Number(length) + 2; left > 0; left -= LARGEST) {
      if (!(await input.block(Math.min(left, LARGEST)))) return undefined
    }
    return 'SERVER_ERROR object too large for cache\r\n'
  }
  const bytes = await input.block(Number(length))
  const end = await input.line()
  if (!bytes || end === undefined) return undefined
  if (end !== '') return 'CLIENT_ERROR bad data chunk\r\n'
  cache.counts.cmd_set++
  const before = cache.find(key)
  if (command === 'cas' && !before) return 'NOT_FOUND\r\n'
  if (command === 'cas' && before!.unique !== Number(unique)) return 'EXISTS\r\n'
  if (command === 'add' ? before : !before && !['set', 'cas'].includes(command)) return 'NOT_STORED\r\n'
  const joins = command === 'append' || command === 'prepend'
  const parts = command === 'append' ? [before!.bytes, bytes] : [bytes, before?.bytes ?? Buffer.alloc(0)]
  const isStored = joins
    ? cache.put(key, before!.flags, Buffer.concat(parts), before!.expires)
    : cache.put(key, Number(flags), bytes, cache.expiry(Number(seconds)))
  return isStored ? 'STORED\r\n' : 'SERVER_ERROR out of memory storing object\r\n'
}

function answer(cache: Cache, command: string, words: readonly string[]): Uint8Array | string {
  const [first = '', second = ''] = words
  switch (command) {
    case 'get':
    case 'gets':
      return values(cache, words, command === 'gets')
    case 'gat':
    case 'gats':
      for (const key of words.slice(1)) cache.touch(key, cache.expiry(Number(first)))
      return values(cache, words.slice(1), command === 'gats')
    case 'delete':
      return cache.find(first) && cache.remove(first) ? 'DELETED\r\n' : 'NOT_FOUND\r\n'
    case 'touch':
      cache.counts.cmd_touch++
      return cache.touch(first, cache.expiry(Number(second))) ? 'TOUCHED\r\n' : 'NOT_FOUND\r\n'
    case 'incr':
    case 'decr':
      return change(cache, first, second, command === 'incr')
    case 'flush_all':
      cache.counts.cmd_flush++
      cache.clear()
      return 'OK\r\n'
    case 'version':
      return `VERSION ${cache.version}\r\n`
    case 'verbosity':
      return 'OK\r\n'
    case 'stats':
      return first === '' ? stats(cache) : first === 'reset' ? 'RESET\r\n' : 'END\r\n'
    default:
      return 'ERROR\r\n'
  }
}

function values(cache: Cache, keys: readonly string[], withUnique: boolean): Uint8Array | string {
  if (keys.length === 0) return 'ERROR\r\n'
  const parts = keys.flatMap((key) => {
    const item = cache.find(key)
    cache.counts.cmd_get++
    cache.counts[item ? 'get_hits' : 'get_misses']++
    if (!item) return []
    const { flags, bytes, unique } = item
    const head = `VALUE ${key} ${flags} ${bytes.length}${withUnique ? ` ${unique}` : ''}\r\n`
    return [Buffer.from(head, 'latin1'), bytes, Buffer.from('\r\n')]
  })
  return Buffer.concat([...parts, Buffer.from('END\r\n')])
}

/** Numbers have 64 bits: too much begins at 0 again, and nothing is less than that. */
function change(cache: Cache, key: string, by: string, increases: boolean): string {
  if (!/^\d{1,20}$/.test(by)) return 'CLIENT_ERROR invalid numeric delta argument\r\n'
  const item = cache.find(key)
  if (!item) return 'NOT_FOUND\r\n'
  const before = item.bytes.toString().trim()
  if (!/^\d{1,20}$/.test(before)) return 'CLIENT_ERROR cannot increment or decrement non-numeric value\r\n'
  const [old, delta] = [BigInt(before), BigInt(by)]
  const after = increases ? BigInt.asUintN(64, old + delta) : old > delta ? old - delta : 0n
  cache.put(key, item.flags, Buffer.from(String(after)), item.expires)
  return `${after}\r\n`
}

function stats(cache: Cache): string {
  const { process, version, counts, connections, used, limit, size, began } = cache
  const { total, ...commands } = counts
  const facts: Readonly<Record<string, string | number>> = {
    pid: process.pid,
    uptime: Math.floor((process.now() - began) / 1000),
    time: Math.floor(process.now() / 1000),
    version,
    pointer_size: 64,
    curr_connections: connections,
    ...commands,
    limit_maxbytes: limit,
    threads: 4,
    bytes: used,
    curr_items: size,
    total_items: total,
  }
  return `${Object.entries(facts)
    .map(([name, value]) => `STAT ${name} ${value}\r\n`)
    .join('')}END\r\n`
}
