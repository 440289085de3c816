// awk's arrays. `for (k in a)` goes through them in the order of busybox's hash table, because scripts show it.
import type { Value } from './value.ts'

/** Sizes of the table as it grows (busybox editors/awk.c: FIRST_PRIME, PRIMES). */
const sizes = [61, 251, 1021, 4093, 16_381, 65_521]
/** Elements per place before it grows. */
const crowd = 8

/** awk.c: hashidx(), found by asking a real one */
function hash(key: string): number {
  let index = 0
  for (let at = 0; at < key.length; at++) {
    index = (Math.imul(index, 63) + ((key.charCodeAt(at) << 24) >> 24)) >>> 0
  }
  return index
}

/** Elements that all arrays of a program may have, so that a script cannot eat the daemon's memory. */
const most = 4_000_000

export class AwkArray {
  readonly #items = new Map<string, Value>()

  get size(): number {
    return this.#items.size
  }
  has(key: string): boolean {
    return this.#items.has(key)
  }
  /** The element; it comes into being by being asked for. */
  get(key: string): Value {
    const value = this.#items.get(key)
    if (value === undefined && !this.#items.has(key)) this.set(key, undefined)
    return value
  }
  set(key: string, value: Value): void {
    if (this.#items.size >= most && !this.#items.has(key)) throw new RangeError('out of memory')
    this.#items.set(key, value)
  }
  delete(key: string): void {
    this.#items.delete(key)
  }
  clear(): void {
    this.#items.clear()
  }

  /** Every key: place by place, in a place the newest first. */
  keys(): string[] {
    let step = 0
    let places: string[][] = Array.from({ length: sizes[0]! }, () => [])
    let count = 0
    for (const key of this.#items.keys()) {
      if (++count > sizes[step]! * crowd && step + 1 < sizes.length) {
        step++
        const grown: string[][] = Array.from({ length: sizes[step]! }, () => [])
        for (const place of places) {
          for (const each of place.reverse()) grown[hash(each) % sizes[step]!]!.push(each)
        }
        places = grown
      }
      places[hash(key) % sizes[step]!]!.push(key)
    }
    return places.flatMap((place) => place.reverse())
  }
}
