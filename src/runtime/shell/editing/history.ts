// The lines that were typed at a prompt.

/** busybox's CONFIG_FEATURE_EDITING_HISTORY of most distributions */
const LONGEST = 8192

export class History {
  readonly #lines: string[] = []
  /** Which of them stands at the prompt; behind the last while a new one is typed. */
  #at = 0
  /** the new one, while older ones are looked at */
  #draft = ''

  get lines(): readonly string[] {
    return this.#lines
  }

  /** A new line begins. */
  begin(): void {
    this.#at = this.#lines.length
    this.#draft = ''
  }

  /** Nothing is kept of an empty line, and of one that is typed twice in a row. */
  add(line: string): void {
    if (line === '' || line === this.#lines.at(-1)) return
    this.#lines.push(line)
    if (this.#lines.length > LONGEST) this.#lines.shift()
  }

  /** The line before, or undefined; what stands at the prompt is kept. */
  previous(current: string): string | undefined {
    if (this.#at === 0) return undefined
    this.#keep(current)
    return this.#lines[--this.#at]
  }

  next(current: string): string | undefined {
    if (this.#at === this.#lines.length) return undefined
    this.#keep(current)
    return ++this.#at === this.#lines.length ? this.#draft : this.#lines[this.#at]
  }

  /** The newest line with that text, from the one that was found last on, or from the one before it. */
  search(text: string, older: boolean): { readonly line: string; readonly at: number } | undefined {
    for (
      let index = Math.min(this.#at, this.#lines.length - 1) - (older && this.#at < this.#lines.length ? 1 : 0);
      index >= 0;
      index--
    ) {
      const line = this.#lines[index]!
      const at = line.indexOf(text)
      if (at < 0) continue
      this.#at = index
      return { line, at }
    }
    return undefined
  }

  #keep(current: string): void {
    if (this.#at === this.#lines.length) this.#draft = current
    else if (current !== '') this.#lines[this.#at] = current
  }
}
