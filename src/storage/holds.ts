// Inodes that somebody has open, or is in: they live on when their last name is gone.

export class Holds {
  readonly #counts = new Map<number, number>()

  get any(): boolean {
    return this.#counts.size > 0
  }

  add(ino: number): void {
    this.#counts.set(ino, (this.#counts.get(ino) ?? 0) + 1)
  }

  has(ino: number): boolean {
    return this.#counts.has(ino)
  }

  /** Returns whether it was the last. */
  end(ino: number): boolean {
    const count = this.#counts.get(ino) ?? 0
    if (count <= 1) return this.#counts.delete(ino)
    this.#counts.set(ino, count - 1)
    return false
  }
}
