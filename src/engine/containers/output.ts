// The live output of a container: whoever is attached gets every piece, and a slow one holds the writer back.

/** Receives output until it is closed. A promise means: wait before the next piece. */
export interface OutputListener {
  piece(stream: 1 | 2, bytes: Uint8Array): Promise<void> | undefined
  /** The process has ended; nothing follows. */
  closed(): void
}

export class Output {
  private readonly listeners = new Set<OutputListener>()

  /** Adds a listener; returns how to leave. */
  join(listener: OutputListener): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  write(stream: 1 | 2, bytes: Uint8Array): Promise<void> | undefined {
    let slow: Promise<void>[] | undefined
    for (const listener of this.listeners) {
      const wait = listener.piece(stream, bytes)
      if (wait) (slow ??= []).push(wait)
    }
    return slow && Promise.all(slow).then(() => undefined)
  }

  close(): void {
    for (const listener of [...this.listeners]) listener.closed()
    this.listeners.clear()
  }
}
