// Which blocks of a file a layer has of its own.

/** Blocks by number, kept as runs in their order: most files are written from front to back and have one. */
export class BlockMap {
  /** The first block of each run and, at the same place, the one behind its last; ascending, with gaps between runs. */
  readonly #begins: number[] = []
  readonly #ends: number[] = []

  has(block: number): boolean {
    const run = firstAtLeast(this.#ends, block + 1)
    return run < this.#begins.length && this.#begins[run]! <= block
  }

  /** Adds the blocks from `begin` up to, not with, `end`. Returns how many of them are new. */
  add(begin: number, end: number): number {
    if (end <= begin) return 0
    const first = firstAtLeast(this.#ends, begin)
    const behind = firstAtLeast(this.#begins, end + 1)
    let known = 0
    for (let run = first; run < behind; run++) {
      known += Math.max(0, Math.min(this.#ends[run]!, end) - Math.max(this.#begins[run]!, begin))
    }
    const from = first < behind ? Math.min(begin, this.#begins[first]!) : begin
    const to = first < behind ? Math.max(end, this.#ends[behind - 1]!) : end
    this.#begins.splice(first, behind - first, from)
    this.#ends.splice(first, behind - first, to)
    return end - begin - known
  }

  /** Forgets the blocks from `end` on. */
  cut(end: number): void {
    const behind = firstAtLeast(this.#begins, end)
    this.#begins.length = behind
    this.#ends.length = behind
    if (behind > 0) this.#ends[behind - 1] = Math.min(end, this.#ends[behind - 1]!)
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
