// The values that redis keeps. Each knows about how many bytes it takes; texts are byte strings.

/** bytes that one thing takes beside its text, about */
const OVERHEAD = 48

export class StringValue {
  readonly type = 'string'
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  get bytes(): number {
    return OVERHEAD + this.text.length
  }
  /** never: an empty string is a value */
  get isEmpty(): boolean {
    return false
  }
}

export class ListValue {
  readonly type = 'list'
  bytes: number = OVERHEAD
  private all: string[] = []

  get items(): readonly string[] {
    return this.all
  }
  get isEmpty(): boolean {
    return this.all.length === 0
  }
  push(text: string, end: 'head' | 'tail'): void {
    if (end === 'head') this.all.unshift(text)
    else this.all.push(text)
    this.bytes += OVERHEAD + text.length
  }
  pop(end: 'head' | 'tail'): string | undefined {
    const text = end === 'head' ? this.all.shift() : this.all.pop()
    if (text !== undefined) this.bytes -= OVERHEAD + text.length
    return text
  }
  /** Puts other items in the place of all there are. */
  replace(items: string[]): void {
    this.all = items
    this.bytes = items.reduce((sum, item) => sum + OVERHEAD + item.length, OVERHEAD)
  }
}

export class HashValue {
  readonly type = 'hash'
  readonly fields: Map<string, string> = new Map()
  bytes: number = OVERHEAD
  get isEmpty(): boolean {
    return this.fields.size === 0
  }
  /** Whether the field is new. */
  set(field: string, text: string): boolean {
    const before = this.fields.get(field)
    this.fields.set(field, text)
    this.bytes += before === undefined ? OVERHEAD + field.length + text.length : text.length - before.length
    return before === undefined
  }
  delete(field: string): boolean {
    const before = this.fields.get(field)
    if (before === undefined) return false
    this.bytes -= OVERHEAD + field.length + before.length
    return this.fields.delete(field)
  }
}

export class SetValue {
  readonly type = 'set'
  readonly members: Set<string> = new Set()
  bytes: number = OVERHEAD
  get isEmpty(): boolean {
    return this.members.size === 0
  }
  add(member: string): boolean {
    if (this.members.has(member)) return false
    this.members.add(member)
    this.bytes += OVERHEAD + member.length
    return true
  }
  delete(member: string): boolean {
    if (!this.members.delete(member)) return false
    this.bytes -= OVERHEAD + member.length
    return true
  }
}

export type Scored = readonly [member: string, score: number]

export class SortedSetValue {
  readonly type = 'zset'
  readonly scores: Map<string, number> = new Map()
  bytes: number = OVERHEAD
  private order: Scored[] | undefined
  get isEmpty(): boolean {
    return this.scores.size === 0
  }
  /** By score, then by bytes. */
  get sorted(): readonly Scored[] {
    return (this.order ??= [...this.scores].sort(([a, one], [b, other]) => one - other || (a < b ? -1 : 1)))
  }
  set(member: string, score: number): void {
    if (!this.scores.has(member)) this.bytes += 2 * OVERHEAD + member.length
    this.scores.set(member, score)
    this.order = undefined
  }
  delete(member: string): boolean {
    if (!this.scores.delete(member)) return false
    this.bytes -= 2 * OVERHEAD + member.length
    this.order = undefined
    return true
  }
}

export type Value = StringValue | ListValue | HashValue | SetValue | SortedSetValue
