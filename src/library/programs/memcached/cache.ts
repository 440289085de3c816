// What a memcached holds: the one used the longest time ago goes first when there is no room.
import type { Process } from '../../../runtime/process.ts'

export interface Item {
  readonly flags: number
  readonly bytes: Buffer
  readonly unique: number
  /** ms since 1970; undefined: never */
  readonly expires: number | undefined
}

/** s; a larger number is a moment, not a time from now on */
const MONTH = 60 * 60 * 24 * 30
/** bytes that an item takes beside its key and its content */
const OVERHEAD = 50

export class Cache {
  readonly process: Process
  readonly version: string
  readonly limit: number
  readonly began: number
  /** the one used last comes last */
  readonly #items = new Map<string, Item>()
  #lastUnique = 0
  used = 0
  connections = 0
  counts = { total: 0, evictions: 0, get_hits: 0, get_misses: 0, cmd_get: 0, cmd_set: 0, cmd_touch: 0, cmd_flush: 0 }

  /** @param limit bytes */
  constructor(process: Process, version: string, limit: number) {
    this.process = process
    this.version = version
    this.limit = limit
    this.began = process.now()
  }

  get size(): number {
    return this.#items.size
  }

  find(key: string): Item | undefined {
    const item = this.#items.get(key)
    if (!item) return undefined
    if (item.expires !== undefined && item.expires <= this.process.now()) {
      this.remove(key)
      return undefined
    }
    this.#items.delete(key)
    this.#items.set(key, item)
    return item
  }

  /** False when it is larger than everything together may be. */
  put(key: string, flags: number, bytes: Buffer, expires: number | undefined): boolean {
    const size = roomFor(key, bytes)
    this.remove(key)
    if (size > this.limit) return false
    while (this.used + size > this.limit) {
      this.remove(this.#items.keys().next().value!)
      this.counts.evictions++
    }
    this.#count(size)
    this.#items.set(key, { flags, bytes, expires, unique: ++this.#lastUnique })
    this.counts.total++
    return true
  }

  touch(key: string, expires: number | undefined): boolean {
    const item = this.find(key)
    if (item) this.#items.set(key, { ...item, expires })
    return item !== undefined
  }

  remove(key: string): boolean {
    const item = this.#items.get(key)
    if (item) this.#count(-roomFor(key, item.bytes))
    return this.#items.delete(key)
  }

  clear(): void {
    this.#items.clear()
    this.#count(-this.used)
  }

  #count(bytes: number): void {
    this.used += bytes
    this.process.charge(bytes)
  }

  /** From what a client says: seconds, 0 for ever, below that at once. */
  expiry(seconds: number): number | undefined {
    if (seconds === 0) return undefined
    return seconds > MONTH ? seconds * 1000 : this.process.now() + seconds * 1000
  }
}

const roomFor = (key: string, bytes: Buffer): number => OVERHEAD + key.length + bytes.length
