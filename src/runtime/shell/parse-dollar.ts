// What a dollar begins: parameters, command substitution, arithmetic.
import type { Node, Parameter, Word, WordPart } from './ast.ts'
import { parseList } from './parse-command.ts'
import { parseDollarPart, parseDoubleQuoted, parseWordPart, WordBuilder } from './parse-word.ts'
import { type Dialect, Source } from './source.ts'

const NAME = /[A-Za-z_]\w*|[0-9@*#?$!-]/y
const BRACED_NAME = /[A-Za-z_]\w*|\d+|[@*#?$!-]/y
const DASH_OPERATOR = /:?[-=?+]|%%|%|##|#/y
const OPERATOR = /:?[-=?+]|%%|%|##|#|\/\/|\/|:/y
const BASH_OPERATOR = /:?[-=?+]|%%|%|##|#|\/\/|\/#|\/%|\/|:|\^\^|\^|,,|,|~~|~|@(?![}])[A-Za-z]|@(?=\})|\*(?=\})/y

const operators = ({ bash, dash }: Dialect): RegExp => (bash ? BASH_OPERATOR : dash ? DASH_OPERATOR : OPERATOR)

/** At a `$`; undefined (stepped over it) if it is only a dollar. */
export function parseDollar(source: Source, quoted: boolean): WordPart | undefined {
  if (source.startsWith('$((')) {
    source.position++
    const expression = parseArithmetic(source)
    if (expression) return { type: 'arithmetic', expression, quoted }
    if (!source.text.slice(source.position).includes(')')) source.fail("missing '))'", true)
    source.position--
  }
  if (source.startsWith('$(')) return parseSubstitution(source, quoted)
  if (source.startsWith('${')) {
    source.position += 2
    source.enter()
    const parameter = parseBraced(source, quoted)
    source.leave()
    return parameter
  }
  source.position++
  const name = source.match(NAME)
  if (!name) return undefined
  source.position += name[0].length
  return { type: 'parameter', name: name[0], quoted }
}

function parseSubstitution(source: Source, quoted: boolean): WordPart {
  source.position++
  return { type: 'command', body: parseParenthesized(source), quoted }
}

/** Commands between parentheses. */
export function parseParenthesized(source: Source): Node {
  source.position++
  source.enter()
  const body = parseList(source, [')'])
  source.skipNewlines()
  if (!source.accept(')')) source.unexpected(')')
  source.leave()
  return body
}

/** At `((`: the expression up to `))`, or undefined (and nothing stepped over) if it is something else. */
export function parseArithmetic(source: Source): Word | undefined {
  let end = source.position + 2
  for (let open = 0; end < source.text.length; end++) {
    const next = source.text[end]
    if (next === '(') open++
    else if (next === ')' && open-- === 0) break
  }
  if (source.text.slice(end, end + 2) !== '))') return undefined
  const inner = source.text.slice(source.position + 2, end)
  const nested = new Source(inner, source.dialect, source.depth + 1)
  nested.line = source.line
  source.line += inner.split('\n').length - 1
  source.position = end + 2
  return parseDoubleQuoted(nested, undefined)
}

/** After `${`. */
function parseBraced(source: Source, quoted: boolean): Parameter {
  const start = source.position
  const flags = parseFlags(source)
  const name = source.match(BRACED_NAME)
  if (!name) return badSubstitution(source, start, quoted)
  source.position += name[0].length
  const index = source.dialect.bash && source.peek() === '[' ? parseIndex(source) : undefined
  const base = { type: 'parameter', name: name[0], quoted, ...flags, ...(index && { index }) } as const
  if (source.accept('}')) return base
  const found = source.match(operators(source.dialect))
  if (!found) return badSubstitution(source, start, quoted)
  const operator = found[0]
  source.position += operator.length
  const replaces = operator.startsWith('/')
  const slices = operator === ':'
  // a pattern is read the same way inside and outside of double quotes
  const asText = quoted && /^:?[-=?+]$/.test(operator)
  const word = parseOperand(source, asText, replaces ? '/' : slices ? ':' : undefined)
  const more = (replaces && source.accept('/')) || (slices && source.accept(':'))
  const second = more ? parseOperand(source, quoted, undefined) : undefined
  if (!source.accept('}')) source.fail("missing '}'", true)
  return { ...base, operator, word, ...(second && { second }) }
}

/** Steps over what is no parameter. */
function badSubstitution(source: Source, start: number, quoted: boolean): Parameter {
  parseOperand(source, quoted, undefined)
  if (!source.accept('}')) source.fail("missing '}'", true)
  return { type: 'parameter', name: '', quoted, bad: source.text.slice(start, source.position - 1) }
}

function parseFlags(source: Source): { length?: true; indirect?: true } {
  if (
    source.peek() === '#' &&
    source.peek(1) !== '}' &&
    !/[-:=?+%#]/.test(source.peek(1) + (source.peek(2) === '}' ? 'x' : ''))
  ) {
    source.position++
    return { length: true }
  }
  if (source.match(/#[#?$!@*-]\}/y)) {
    source.position++
    return { length: true }
  }
  if (source.dialect.bash && source.match(/!([A-Za-z_0-9]|[#@*]\})/y)) {
    source.position++
    return { indirect: true }
  }
  return {}
}

function parseIndex(source: Source): Word {
  source.position++
  const builder = new WordBuilder(true)
  while (source.peek() !== ']') {
    if (source.atEnd) source.fail("missing ']'", true)
    parseWordPart(source, builder)
  }
  source.position++
  return builder.finish()
}

/** The word after an operator, up to `}` or `stop`. Inside double quotes a single quote is only a letter. */
function parseOperand(source: Source, quoted: boolean, stop: string | undefined): Word {
  const builder = new WordBuilder(false)
  if (!quoted) {
    const tilde = source.match(/~(?=[/}])/y)
    if (tilde) {
      builder.add([{ type: 'tilde', user: '' }])
      source.position++
    }
  }
  for (;;) {
    const next = source.peek()
    if (next === '') source.fail("missing '}'", true)
    if (next === '}' || next === stop) return builder.finish()
    if (!quoted) parseWordPart(source, builder)
    else parseQuotedOperandPart(source, builder)
  }
}

function parseQuotedOperandPart(source: Source, builder: WordBuilder): void {
  const next = source.peek()
  if (next === '$') parseDollarPart(source, builder, true)
  else if (next === '"') {
    source.position++
    builder.add(parseDoubleQuoted(source, '"'))
  } else if (next === '`') parseWordPart(source, builder)
  else if (next === '\\') {
    const letter = source.peek(1)
    if (letter !== '' && '$`\\"}\n'.includes(letter)) {
      if (letter !== '\n') builder.literal(letter, true)
      source.position += 2
    } else {
      builder.literal('\\', true)
      source.position++
    }
  } else {
    if (next === '\n') source.line++
    builder.letter(next)
    source.position++
  }
}
