// Reads JSON piece by piece and complains about it in the words of Go's encoding/json.

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'bool' | 'null'

/** The text is not JSON. The message is Go's (encoding/json, errors of the scanner). */
export class JsonSyntaxError extends Error {}

/** Deeper nesting is refused. differs: Go allows 10000 levels, which a JavaScript stack cannot hold. */
const DEEPEST = 1000

const KINDS: Readonly<Record<string, JsonKind>> = {
  '{': 'object',
  '[': 'array',
  '"': 'string',
  t: 'bool',
  f: 'bool',
  n: 'null',
  '-': 'number',
}
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const PLAIN = /[^"\\\x00-\x1f]*/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const NUMBER_SO_FAR = /-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]*)?)?/y

/**
 * A cursor over a text. `kind` looks at the next value; then exactly one of the reading methods, or `skip`, takes it.
 * @example const reader = new JsonReader('{"a":1}'); reader.object((key) => reader.skip())
 */
export class JsonReader {
  readonly #text: string
  readonly #isOld: boolean
  #at = 0
  #depth = 0

  /** @param words of Go from 1.27 on, or of those before */
  constructor(text: string, words: 'new' | 'old' = 'new') {
    this.#text = text
    this.#isOld = words === 'old'
  }

  /** Whether only blanks are left. */
  atEnd(): boolean {
    return this.#peek() === ''
  }

  /** Refuses what is behind the value, as Go's Unmarshal does. */
  end(): void {
    if (!this.atEnd()) this.#unexpected('after top-level value')
  }

  /** The next character that is not blank; empty at the end. */
  #peek(): string {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return this.#text.charAt(this.#at)
      this.#at++
    }
  }

  /** What comes behind the value, as Go's `Decoder.More` looks at it: a closing bracket counts as nothing. */
  more(): boolean {
    return !['', '}', ']'].includes(this.#peek())
  }

  kind(): JsonKind {
    const next = this.#peek()
    const kind = KINDS[next] ?? (next >= '0' && next <= '9' ? 'number' : undefined)
    return kind ?? this.#unexpected('looking for beginning of value')
  }

  /** @param field takes the value that belongs to the key */
  object(field: (key: string) => void): void {
    this.#enter()
    if (this.#peek() === '}') {
      this.#leave()
      return
    }
    for (;;) {
      if (this.#peek() !== '"') this.#unexpected('looking for beginning of object key string')
      const key = this.string()
      if (this.#peek() !== ':') this.#unexpected('after object key')
      this.#at++
      field(key)
      const next = this.#peek()
      if (next === '}') break
      if (next !== ',') this.#unexpected('after object key:value pair')
      this.#at++
    }
    this.#leave()
  }

  /** @param item takes the value at the index */
  array(item: (index: number) => void): void {
    this.#enter()
    if (this.#peek() === ']') {
      this.#leave()
      return
    }
    for (let index = 0; ; index++) {
      item(index)
      const next = this.#peek()
      if (next === ']') break
      if (next !== ',') this.#unexpected('after array element')
      this.#at++
    }
    this.#leave()
  }

  #enter(): void {
    this.#at++
    if (++this.#depth > DEEPEST) throw new JsonSyntaxError('exceeded max depth')
  }

  #leave(): void {
    this.#at++
    this.#depth--
  }

  string(): string {
    this.#peek()
    let text = ''
    this.#at++
    for (;;) {
      text += this.#take(PLAIN)
      const stop = this.#text[this.#at]
      if (stop === '"') {
        this.#at++
        return text
      }
      if (stop !== '\\') this.#unexpected(this.#isOld ? 'in string literal' : 'in string')
      text += this.#escape()
    }
  }

  #escape(): string {
    const rest = this.#text.slice(this.#at, this.#at + 6)
    if (rest.length < 2) throw new JsonSyntaxError('unexpected EOF')
    if (this.#isOld) this.#checkEscape(rest)
    if (rest[1] === 'u') {
      if (!/^\\u[0-9a-fA-F]{4}$/.test(rest)) {
        throw new JsonSyntaxError(rest.length < 6 ? 'unexpected EOF' : `invalid escape sequence \`${rest}\` in string`)
      }
      this.#at += 6
      return String.fromCharCode(Number.parseInt(rest.slice(2), 16))
    }
    const character = ESCAPES[rest[1] as string]
    if (character === undefined) {
      throw new JsonSyntaxError(`invalid escape sequence \`${rest.slice(0, 2)}\` in string`)
    }
    this.#at += 2
    return character
  }

  /** Complains as Go did before 1.27: about the first character that is wrong. */
  #checkEscape(rest: string): void {
    const right = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{0,4})?/.exec(rest)?.[0].length as number
    if (right > 1 && (rest[1] !== 'u' || right === 6)) return
    this.#at += right
    this.#unexpected(right === 1 ? 'in string escape code' : 'in \\u hexadecimal character escape')
  }

  /** The number as it is written: what fits is the reader's business. */
  number(): string {
    this.#peek()
    const start = this.#at
    const text = this.#take(NUMBER)
    const end = this.#at
    this.#at = start
    const begun = this.#take(NUMBER_SO_FAR)
    if (text === '' || begun.length > text.length)
      this.#unexpected(this.#isOld ? numberPart(begun) : 'in numeric literal')
    this.#at = end
    return text
  }

  /** What the pattern (sticky) matches here; may be nothing. */
  #take(pattern: RegExp): string {
    const start = this.#at
    pattern.lastIndex = start
    if (!pattern.test(this.#text)) return ''
    this.#at = pattern.lastIndex
    return this.#text.slice(start, this.#at)
  }

  /** `true`, `false` or `null`. */
  literal(): boolean | null {
    const first = this.#peek()
    const word = first === 't' ? 'true' : first === 'f' ? 'false' : 'null'
    for (const letter of word) {
      if (this.#text[this.#at] !== letter) this.#unexpected(`in literal ${word} (expecting '${letter}')`)
      this.#at++
    }
    return word === 'null' ? null : word === 'true'
  }

  /** Whatever comes, as JSON.parse would give it. */
  value(): unknown {
    switch (this.kind()) {
      case 'object': {
        const object = {}
        this.object((key) => put(object, key, this.value()))
        return object
      }
      case 'array': {
        const array: unknown[] = []
        this.array(() => array.push(this.value()))
        return array
      }
      case 'string':
        return this.string()
      case 'number':
        return Number(this.number())
      default:
        return this.literal()
    }
  }

  skip(): void {
    this.value()
  }

  #unexpected(where: string): never {
    const point = this.#text.codePointAt(this.#at)
    if (point === undefined) throw new JsonSyntaxError('unexpected EOF')
    const character = String.fromCodePoint(point)
    // it looked at bytes
    const seen = this.#isOld ? String.fromCharCode(Buffer.from(character)[0] as number) : character
    throw new JsonSyntaxError(`invalid character ${quoteCharacter(seen)} ${where}`)
  }
}

/** Where in a number something else came, as Go said it before 1.27. */
function numberPart(begun: string): string {
  if (/[eE][+-]?$/.test(begun)) return 'in exponent of numeric literal'
  return begun.endsWith('.') ? 'after decimal point in numeric literal' : 'in numeric literal'
}

/** Sets a key that a client chose: `__proto__` is a key like any other. */
export function put(object: object, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  } else (object as Record<string, unknown>)[key] = value
}

const NAMED: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** As Go's quoteChar: `'x'`, `'\n'`, `'\x01'`, `'\ufeff'`. */
function quoteCharacter(character: string): string {
  const code = character.codePointAt(0) as number
  const named = NAMED[character]
  if (named !== undefined) return `'${named}'`
  if (code < 0x20 || code === 0x7f) return `'\\x${code.toString(16).padStart(2, '0')}'`
  if (code > 0x7f && /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u.test(character))
    return `'\\u${code.toString(16).padStart(4, '0')}'`
  return `'${character}'`
}
