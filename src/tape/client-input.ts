// What a client of a replay has sent behind its request, and whether it is still there.
export class ClientInput {
  /** bytes behind the request, since it was answered */
  received = 0
  /** It has closed its side. */
  ended = false
  /** It is not there any more. */
  gone = false
  readonly #waiting = new Set<() => void>()

  take(bytes: number): void {
    this.received += bytes
    this.#tell()
  }

  end(): void {
    this.ended = true
    this.#tell()
  }

  leave(): void {
    this.gone = true
    this.end()
  }

  /** Resolves when it is enough, or the client has gone. */
  async until(enough: () => boolean): Promise<void> {
    while (!enough() && !this.gone) {
      await new Promise<void>((resolve) => {
        const stop = this.watch(() => {
          stop()
          resolve()
        })
      })
    }
  }

  /** Calls `listener` at each change until what it gives back is called. */
  watch(listener: () => void): () => void {
    this.#waiting.add(listener)
    return () => void this.#waiting.delete(listener)
  }

  #tell(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}
