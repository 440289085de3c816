// One of the numbered databases of a redis server: keys with their values and the moments at which they are gone.
import { CommandError } from './reply.ts'
import type { Value } from './values.ts'

/** What a database tells the server that it is in. */
export interface Keeper {
  /** ms since 1970 */
  now(): number
  /** Bytes that are kept from now on, or given back if negative. */
  charge(bytes: number): void
  /** A key was made, changed or removed. */
  touched(database: Database, key: string): void
}

interface Entry {
  value: Value
  /** ms since 1970 */
  expires: number | undefined
  /** bytes that the server was told of */
  counted: number
}

export class Database {
  readonly index: number
  private readonly keeper: Keeper
  private entries: Map<string, Entry> = new Map()
  /** how many keys have such a moment */
  expiring = 0

  constructor(index: number, keeper: Keeper) {
    this.index = index
    this.keeper = keeper
  }

  private entry(key: string): Entry | undefined {
    const entry = this.entries.get(key)
    if (entry?.expires === undefined || entry.expires > this.keeper.now()) return entry
    this.drop(key, entry)
    this.keeper.touched(this, key)
    return undefined
  }

  private drop(key: string, entry: Entry): void {
    this.entries.delete(key)
    if (entry.expires !== undefined) this.expiring--
    this.keeper.charge(-entry.counted)
  }

  get(key: string): Value | undefined {
    return this.entry(key)?.value
  }

  /** The value if it is of that kind; undefined if there is none. Throws WRONGTYPE. */
  find<V extends Value>(key: string, kind: new (...args: never[]) => V): V | undefined {
    const value = this.get(key)
    if (value === undefined || value instanceof kind) return value
    throw new CommandError('WRONGTYPE Operation against a key holding the wrong kind of value')
  }

  /** The same, made if it is not there; `changed` must be called afterwards. */
  findOrMake<V extends Value>(key: string, kind: new () => V): V {
    const found = this.find(key, kind)
    if (found) return found
    const value = new kind()
    this.entries.set(key, { value, expires: undefined, counted: 0 })
    return value
  }

  set(key: string, value: Value, expires?: number): void {
    // in its old place, so that whoever goes through the keys meets it once
    const before = this.entries.get(key)
    this.entries.set(key, { value, expires, counted: before?.counted ?? 0 })
    this.expiring += Number(expires !== undefined) - Number(before?.expires !== undefined)
    this.changed(key)
  }

  /** Must be called after a value was changed in place: an empty one goes away. */
  changed(key: string): void {
    const entry = this.entries.get(key)
    if (entry?.value.isEmpty) this.drop(key, entry)
    else if (entry) {
      const bytes = key.length + entry.value.bytes
      const more = bytes - entry.counted
      entry.counted = bytes
      this.keeper.charge(more)
    }
    this.keeper.touched(this, key)
  }

  delete(key: string): boolean {
    const entry = this.entry(key)
    if (!entry) return false
    this.drop(key, entry)
    this.keeper.touched(this, key)
    return true
  }

  expires(key: string): number | undefined {
    return this.entry(key)?.expires
  }

  /** @param at ms since 1970; undefined: never. One that has passed removes the key. */
  setExpires(key: string, at: number | undefined): void {
    const entry = this.entry(key)
    if (!entry) return
    this.expiring += Number(at !== undefined) - Number(entry.expires !== undefined)
    entry.expires = at
    if (at !== undefined && at <= this.keeper.now()) this.drop(key, entry)
    this.keeper.touched(this, key)
  }

  /** The keys that are there now. */
  keys(): string[] {
    if (this.expiring > 0) for (const key of [...this.entries.keys()]) this.entry(key)
    return [...this.entries.keys()]
  }

  get size(): number {
    return this.expiring > 0 ? this.keys().length : this.entries.size
  }

  clear(): void {
    const keys = [...this.entries.keys()]
    for (const entry of this.entries.values()) this.keeper.charge(-entry.counted)
    this.entries = new Map()
    this.expiring = 0
    for (const key of keys) this.keeper.touched(this, key)
  }
}
