// $0 and its fields. They are cut when somebody asks for them, and put together again when one has changed.
import { Complaint } from '../report.ts'
import type { Pattern } from '../text-pattern/pattern.ts'
import { inputValue, type Value } from './value.ts'

/** Fields that a record may have. */
const mostFields = 1_000_000

export interface FieldRules {
  /** FS, as a text or a pattern */
  separator(): string | Pattern
  outputSeparator(): string
  textOf(value: Value): string
}

/** Cuts a text: at blanks for ' ', at a byte, at a pattern; byte by byte for ''. */
export function splitText(text: string, separator: string | Pattern): string[] {
  if (text === '') return []
  if (typeof separator === 'string') {
    if (separator === ' ') return text.match(/[^ \t\n]+/g) ?? []
    return text.split(separator)
  }
  const parts: string[] = []
  let start = 0
  for (let at = 0; at < text.length; ) {
    const match = separator.match(text, { from: at, notStart: at > 0 })
    if (!match) break
    if (match[1] === match[0]) {
      // an empty match separates nothing
      at = match[1]! + 1
      continue
    }
    parts.push(text.slice(start, match[0]))
    start = at = match[1]!
  }
  parts.push(text.slice(start))
  return parts
}

export class AwkRecord {
  readonly #rules: FieldRules
  #text: Value = ''
  #fields: Value[] = []
  #isCut = true
  #isJoined = true

  constructor(rules: FieldRules) {
    this.#rules = rules
  }

  /** A new $0. */
  set(text: string): void {
    this.#text = text
    this.#isCut = false
    this.#isJoined = true
  }

  #cut(): void {
    if (this.#isCut) return
    this.#isCut = true
    this.#fields = splitText(this.#rules.textOf(this.#text), this.#rules.separator())
  }

  #join(): void {
    if (this.#isJoined) return
    this.#isJoined = true
    this.#text = this.#fields.map((field) => this.#rules.textOf(field)).join(this.#rules.outputSeparator())
  }

  get(index: number): Value {
    if (index === 0) {
      this.#join()
      return typeof this.#text === 'string' ? inputValue(this.#text) : this.#text
    }
    this.#check(index)
    this.#cut()
    const field = this.#fields[index - 1]
    // fields are texts until somebody looks
    return typeof field === 'string' ? inputValue(field) : field
  }

  get text(): string {
    this.#join()
    return this.#rules.textOf(this.#text)
  }

  #check(index: number): void {
    if (index < 0) throw new Complaint('access to negative field')
    if (index > mostFields) throw new Complaint('out of memory')
  }

  assign(index: number, value: Value): void {
    if (index === 0) {
      this.set(this.#rules.textOf(value))
      return
    }
    this.#check(index)
    this.#cut()
    while (this.#fields.length < index) this.#fields.push('')
    this.#fields[index - 1] = value
    this.#isJoined = false
  }

  get count(): number {
    this.#cut()
    return this.#fields.length
  }

  set count(count: number) {
    this.#check(count)
    this.#cut()
    while (this.#fields.length < count) this.#fields.push('')
    this.#fields.length = Math.floor(count)
    this.#isJoined = false
  }
}
