// Which blocks of a file a layer has of its own.

/** Blocks by number, kept as runs in their order: most files are written from front to back and have one. */
export class BlockMap {
  /** The first block of each run and, at the same place, the one behind its last; ascending, with gaps between runs. */
  readonly #begins: number[] = []
  readonly #ends: number[] = []

  /** how many */
  size = 0

  has(block: number): boolean {
    const run = firstAtLeast(this.#ends, block + 1)
    return run < this.#begins.length && this.#begins[run]! <= block
  }

  fork(): BlockMap {
    const fork = new BlockMap()
    fork.#begins.push(...this.#begins)
    fork.#ends.push(...this.#ends)
    fork.size = this.size
    return fork
  }

  /** How many of the blocks from `begin` up to, not with, `end` are not there. */
  missing(begin: number, end: number): number {
    let known = 0
    const behind = firstAtLeast(this.#begins, end)
    for (let run = firstAtLeast(this.#ends, begin); run < behind; run++) {
      known += Math.max(0, Math.min(this.#ends[run]!, end) - Math.max(this.#begins[run]!, begin))
    }
    return end - begin - known
  }

  /** Adds the blocks from `begin` up to, not with, `end`. */
  add(begin: number, end: number): void {
    if (end <= begin) return
    this.size += this.missing(begin, end)
    const first = firstAtLeast(this.#ends, begin)
    const behind = firstAtLeast(this.#begins, end + 1)
    const from = first < behind ? Math.min(begin, this.#begins[first]!) : begin
    const to = first < behind ? Math.max(end, this.#ends[behind - 1]!) : end
    this.#begins.splice(first, behind - first, from)
    this.#ends.splice(first, behind - first, to)
  }

  /** Forgets the blocks from `end` on. */
  cut(end: number): void {
    const behind = firstAtLeast(this.#begins, end)
    for (let run = behind; run < this.#begins.length; run++) this.size -= this.#ends[run]! - this.#begins[run]!
    this.#begins.length = behind
    this.#ends.length = behind
    const last = this.#ends[behind - 1]
    if (last === undefined || last <= end) return
    this.size -= last - end
    this.#ends[behind - 1] = end
  }
}

/** The place of the first number that is not below `limit`, in ascending numbers. */
function firstAtLeast(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}
