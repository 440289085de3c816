// Field splitting: how expansions become several words (or none).
import { escapePattern } from './pattern.ts'

export interface Field {
  text: string
  /** the same as a pattern: what was quoted is escaped */
  pattern: string
}

export class FieldBuilder {
  readonly fields: Field[] = []
  private current: Field | undefined
  private readonly separators: string

  /** @param separators IFS; the blanks in it behave as blanks */
  constructor(separators: string) {
    this.separators = separators
  }

  private add(text: string, pattern: string): void {
    this.current ??= { text: '', pattern: '' }
    this.current.text += text
    this.current.pattern += pattern
  }

  quoted(text: string): void {
    this.add(text, escapePattern(text))
  }

  /** Unquoted letters of the script: not split, but may be a pattern. */
  plain(text: string): void {
    this.add(text, text)
  }

  /** Begins a new field. */
  separate(): void {
    if (this.current) this.fields.push(this.current)
    this.current = undefined
  }

  /** An unquoted expansion. */
  split(text: string): void {
    const isSeparator = (index: number): boolean => index < text.length && this.separators.includes(text[index]!)
    const isBlank = (index: number): boolean => isSeparator(index) && ' \t\n'.includes(text[index]!)
    let at = 0
    while (at < text.length) {
      let end = at
      while (end < text.length && !isSeparator(end)) end++
      // a backslash that comes out of an expansion is a letter, not a quote
      if (end > at) this.add(text.slice(at, end), text.slice(at, end).replaceAll('\\', '\\\\'))
      if (end >= text.length) return
      at = end
      while (isBlank(at)) at++
      if (isSeparator(at) && !isBlank(at)) {
        this.current ??= { text: '', pattern: '' }
        at++
        while (isBlank(at)) at++
      }
      this.separate()
    }
  }

  finish(): Field[] {
    this.separate()
    return this.fields
  }
}
