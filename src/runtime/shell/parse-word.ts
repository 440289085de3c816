// Words: letters, quotes and the expansions between them.

import { ansiEscape } from './ansi-quote.ts'
import type { Word, WordPart } from './ast.ts'
import { parseDollar, parseParenthesized } from './parse-dollar.ts'
import { parseScript } from './parser.ts'
import { META, type Source } from './source.ts'

/** Collects the parts of a word; neighbouring letters become one literal. */
export class WordBuilder {
  readonly parts: WordPart[] = []
  private text = ''
  private readonly quoted: boolean
  constructor(quoted: boolean) {
    this.quoted = quoted
  }

  letter(letter: string): void {
    this.text += letter
  }

  literal(text: string, quoted: boolean): void {
    this.flush()
    this.parts.push({ type: 'literal', text, quoted })
  }

  add(parts: readonly WordPart[]): void {
    this.flush()
    this.parts.push(...parts)
  }

  flush(): void {
    if (this.text === '') return
    this.parts.push({ type: 'literal', text: this.text, quoted: this.quoted })
    this.text = ''
  }

  get isEmpty(): boolean {
    return this.parts.length === 0 && this.text === ''
  }

  finish(): Word {
    this.flush()
    return this.parts
  }
}

/** How a word ends: at blanks and operators, or (the right side of `=~`) at blanks outside parentheses. */
export interface WordOptions {
  readonly regex?: boolean
  /** It may be empty, and `~` is expanded after every colon too: the value of an assignment. */
  readonly value?: boolean
}

/** The word at the place. */
export function parseWord(source: Source, options: WordOptions = {}): Word {
  const builder = new WordBuilder(false)
  const start = source.position
  let open = 0
  let tildeAllowed = true
  while (!source.atEnd) {
    const next = source.peek()
    if (options.regex) {
      if (/\s/.test(next) && open === 0) break
      if (next === '(') open++
      if (next === ')' && --open < 0) break
    } else if (META.includes(next)) {
      if (!beginsProcess(source)) break
      builder.add([parseProcess(source)])
      continue
    }
    if (next === '~' && tildeAllowed && parseTilde(source, builder, options)) continue
    tildeAllowed = options.value === true && next === ':'
    parseWordPart(source, builder)
  }
  if (builder.isEmpty && source.position === start && !options.value) source.unexpected()
  return builder.finish()
}

/** Whether `<(` or `>(` is here. */
export function beginsProcess(source: Source): boolean {
  return !source.dialect.dash && (source.startsWith('<(') || source.startsWith('>('))
}

function parseProcess(source: Source): WordPart {
  const writes = source.peek() === '>'
  source.position++
  return { type: 'process', body: parseParenthesized(source), writes, quoted: true }
}

function parseTilde(source: Source, builder: WordBuilder, options: WordOptions): boolean {
  const directory = source.dialect.bash ? source.match(/~([-+])(?=[/:\s;|&)]|$)/y) : null
  const tilde = directory ?? source.match(options.value ? /~([\w.-]*)(?=[/:\s;|&)]|$)/y : /~([\w.-]*)(?=[/\s;|&)]|$)/y)
  if (!tilde) return false
  builder.add([{ type: 'tilde', user: tilde[1]! }])
  source.position += tilde[0].length
  return true
}

/** One letter, quotation or expansion outside double quotes. */
export function parseWordPart(source: Source, builder: WordBuilder): void {
  switch (source.peek()) {
    case '\\':
      parseBackslash(source, builder)
      return
    case "'":
      builder.literal(parseSingleQuotes(source), true)
      return
    case '"':
      source.position++
      addDoubleQuotes(source, builder)
      return
    case '$':
      parseDollarPart(source, builder, false)
      return
    case '`':
      builder.add([parseBackquotes(source, false)])
      return
    default:
      if (source.peek() === '\n') source.line++
      builder.letter(source.peek())
      source.position++
  }
}

function parseBackslash(source: Source, builder: WordBuilder): void {
  const letter = source.peek(1)
  source.position += 2
  if (letter === '\n') source.line++
  else builder.literal(letter === '' ? '\\' : letter, true)
}

function addDoubleQuotes(source: Source, builder: WordBuilder): void {
  const parts = parseDoubleQuoted(source, '"')
  if (parts.length) builder.add(parts)
  else builder.literal('', true)
}

function parseSingleQuotes(source: Source): string {
  const end = source.text.indexOf("'", source.position + 1)
  if (end < 0) source.fail('unterminated quoted string', true)
  const text = source.text.slice(source.position + 1, end)
  source.line += text.split('\n').length - 1
  source.position = end + 1
  return text
}

/** `$…`, `$'…'`, or a dollar that is only a letter. */
export function parseDollarPart(source: Source, builder: WordBuilder, quoted: boolean): void {
  if (source.peek(1) === "'" && !quoted && !source.dialect.dash) {
    source.position += 2
    builder.literal(parseAnsiQuotes(source), true)
    return
  }
  const part = parseDollar(source, quoted)
  if (part) builder.add([part])
  else builder.letter('$')
}

/** The inside of `$'…'`. */
function parseAnsiQuotes(source: Source): string {
  let text = ''
  for (;;) {
    if (source.atEnd) source.fail('unterminated quoted string', true)
    if (source.accept("'")) return text
    if (source.peek() === '\\') {
      const sequence = ansiEscape(source.text, source.position)
      text += sequence.text
      source.position += sequence.length
    } else {
      text += source.peek()
      source.position++
    }
  }
}

/** Up to the closing quote (which is stepped over), or to the end of a here-document's body for undefined. */
export function parseDoubleQuoted(source: Source, end: '"' | undefined): Word {
  const builder = new WordBuilder(true)
  for (;;) {
    const next = source.peek()
    if (next === '') {
      if (end) source.fail('unterminated quoted string', true)
      return builder.finish()
    }
    if (next === end) {
      source.position++
      return builder.finish()
    }
    if (next === '\\') parseQuotedBackslash(source, builder, end)
    else if (next === '$') parseDollarPart(source, builder, true)
    else if (next === '`') builder.add([parseBackquotes(source, true)])
    else {
      if (next === '\n') source.line++
      builder.letter(next)
      source.position++
    }
  }
}

function parseQuotedBackslash(source: Source, builder: WordBuilder, end: '"' | undefined): void {
  const letter = source.peek(1)
  if (letter === '\n') {
    source.position += 2
    source.line++
  } else if (letter !== '' && ('$`\\'.includes(letter) || (letter === '"' && end === '"'))) {
    builder.letter(letter)
    source.position += 2
  } else {
    builder.letter('\\')
    source.position++
  }
}

function parseBackquotes(source: Source, quoted: boolean): WordPart {
  let script = ''
  source.position++
  for (;;) {
    const next = source.peek()
    if (next === '') source.fail('EOF in backquote substitution', true)
    if (next === '`') break
    const escaped = source.peek(1)
    if (next === '\\' && escaped !== '' && ('$`\\'.includes(escaped) || (quoted && escaped === '"'))) {
      script += escaped
      source.position += 2
    } else {
      script += next
      source.position++
    }
  }
  source.position++
  source.enter()
  const body = parseScript(script, source.dialect, source.depth)
  source.leave()
  return { type: 'command', body, quoted }
}
