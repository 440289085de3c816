// What was asked of the daemon: the latest calls, in the order in which they came.
import type { JournalEntry } from './entry.ts'

/** How many calls are kept if nothing else is said. */
const USUAL_LIMIT = 1000

export interface JournalOptions {
  /** How many calls are kept; older ones are forgotten. 1000 if left out. */
  readonly limit?: number | undefined
  /** Hears of every call when it is complete. */
  readonly complete?: ((entry: JournalEntry) => void) | undefined
}

type Draft = { -readonly [Field in keyof JournalEntry]: JournalEntry[Field] }

export class Journal {
  #entries: Draft[] = []
  #count = 0
  readonly #limit: number
  readonly #complete: ((entry: JournalEntry) => void) | undefined
  readonly #waiting = new Set<() => void>()
  readonly #followers = new Set<(entry: JournalEntry) => void>()

  constructor({ limit = USUAL_LIMIT, complete }: JournalOptions = {}) {
    this.#limit = limit
    this.#complete = complete
  }

  /** The calls that are kept, the oldest first. Those that still wait have no status. */
  get entries(): readonly JournalEntry[] {
    return this.#entries
  }

  /** How many calls have come since the beginning, or since it was cleared. */
  get count(): number {
    return this.#count
  }

  clear(): void {
    this.#entries = []
    this.#count = 0
  }

  /** Resolves with the first call that fits, at once if it has come already; rejects with the signal's reason. */
  async next(fits: (entry: JournalEntry) => boolean, signal?: AbortSignal): Promise<JournalEntry> {
    for (;;) {
      const found = this.#entries.find(fits)
      if (found) return found
      signal?.throwIfAborted()
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        this.#waiting.add(wake)
        signal?.addEventListener('abort', wake)
      })
    }
  }

  /**
   * The calls that become complete from now on, until the signal aborts. Whoever reads slowly misses the oldest of more
   * than the journal keeps.
   */
  async *follow(signal: AbortSignal): AsyncGenerator<JournalEntry> {
    const come: JournalEntry[] = []
    let wake = (): void => {}
    const hear = (entry: JournalEntry): void => {
      come.push(entry)
      if (come.length > this.#limit) come.shift()
      wake()
    }
    const stop = (): void => wake()
    this.#followers.add(hear)
    signal.addEventListener('abort', stop)
    try {
      while (!signal.aborted) {
        const entry = come.shift()
        if (entry) yield entry
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      this.#followers.delete(hear)
      signal.removeEventListener('abort', stop)
    }
  }

  /** A call has come. What becomes of it is told to what is given back. */
  begin(call: Omit<JournalEntry, 'index' | 'rules'>): OpenEntry {
    const draft: Draft = { index: ++this.#count, rules: [], ...call }
    this.#entries.push(draft)
    if (this.#entries.length > this.#limit) this.#entries.shift()
    this.#tell()
    return new OpenEntry(draft, () => {
      this.#complete?.(draft)
      for (const hear of this.#followers) hear(draft)
      this.#tell()
    })
  }

  #tell(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}

/** A call that is not complete yet. */
export class OpenEntry {
  readonly #draft: Draft
  readonly #done: () => void

  constructor(draft: Draft, done: () => void) {
    this.#draft = draft
    this.#done = done
  }

  get entry(): JournalEntry {
    return this.#draft
  }

  /** What was learnt of it on its way. */
  add(facts: Partial<JournalEntry>): void {
    Object.assign(this.#draft, facts)
  }

  /** A rule of a scenario did something to it. */
  touchedBy(rule: string): void {
    if (!this.#draft.rules.includes(rule)) this.#draft.rules = [...this.#draft.rules, rule]
  }

  complete(now: number): void {
    this.#draft.took ??= now - this.#draft.at
    this.#done()
  }
}
