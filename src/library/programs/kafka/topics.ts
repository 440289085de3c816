// The topics of a broker: their partitions, and what lies in them.
import type { Batch } from './record-batches.ts'
import { numberBatches } from './record-batches.ts'

export class Partition {
  readonly #batches: Batch[] = []
  readonly #charge: (bytes: number) => void

  constructor(charge: (bytes: number) => void) {
    this.#charge = charge
  }

  /** The offset that the next record gets. */
  get end(): number {
    return this.#batches.at(-1)?.next ?? 0
  }

  /** The offset of the first record; undefined if they are broken. */
  append(records: Uint8Array): number | undefined {
    const batches = numberBatches(records, this.end)
    if (!batches) return undefined
    const first = this.end
    this.#charge(records.length)
    this.#batches.push(...batches)
    return first
  }

  /** Whole batches from the one with that offset on, at least one, up to so many bytes. */
  read(offset: number, most: number): Buffer {
    const parts: Buffer[] = []
    let length = 0
    for (let index = this.#indexOf(offset); index < this.#batches.length; index++) {
      const { bytes } = this.#batches[index]!
      if (parts.length > 0 && length + bytes.length > most) break
      parts.push(bytes)
      length += bytes.length
    }
    return Buffer.concat(parts)
  }

  /** The offset of the first batch with a record that is not older; undefined if there is none. */
  since(timestamp: number): Batch | undefined {
    return this.#batches.find((batch) => batch.timestamp >= timestamp)
  }

  /** bytes */
  get size(): number {
    return this.#batches.reduce((sum, { bytes }) => sum + bytes.length, 0)
  }

  #indexOf(offset: number): number {
    let [low, high] = [0, this.#batches.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#batches[middle]!.next > offset) high = middle
      else low = middle + 1
    }
    return low
  }
}

export class Topics {
  readonly #topics = new Map<string, Partition[]>()
  readonly #charge: (bytes: number) => void
  #arrived: (() => void)[] = []

  /** @param charge counts the memory that records take, in bytes */
  constructor(charge: (bytes: number) => void) {
    this.#charge = charge
  }

  names(): string[] {
    return [...this.#topics.keys()].sort()
  }

  find(name: string): readonly Partition[] | undefined {
    return this.#topics.get(name)
  }

  create(name: string, partitions: number): readonly Partition[] {
    const made = Array.from({ length: partitions }, () => new Partition(this.#charge))
    this.#topics.set(name, made)
    return made
  }

  /** False if there is no such topic. */
  remove(name: string): boolean {
    const freed = (this.#topics.get(name) ?? []).reduce((sum, { size }) => sum + size, 0)
    this.#charge(-freed)
    return this.#topics.delete(name)
  }

  /** Resolves when records come, to whatever topic. */
  arrival(): Promise<void> {
    return new Promise((resolve) => this.#arrived.push(resolve))
  }

  tellArrival(): void {
    for (const wake of this.#arrived.splice(0)) wake()
  }
}

/** Kafka's rule for names of topics. */
export const isTopicName = (name: string): boolean =>
  /^[A-Za-z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..'
