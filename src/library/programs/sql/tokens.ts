// SQL taken apart: words, names, literals, signs.
import { SqlProblem } from './problem.ts'

export interface Token {
  readonly type: 'word' | 'name' | 'string' | 'number' | 'parameter' | 'sign' | 'end'
  /** a word in lower case, a name or string without its quotes */
  readonly text: string
  /** where it stands in the statement */
  readonly at: number
}

/** Patterns of what there may be, the first that fits. A parameter `?` is counted: it reads as `$1`, `$2`. */
export type Lexicon = readonly (readonly [Token['type'] | 'blank' | 'escaped' | 'comment', RegExp])[]

/** Throws 42601. */
export function tokensOf(sql: string, lexicon: Lexicon): Token[] {
  const tokens: Token[] = []
  let at = 0
  let parameters = 0
  while (at < sql.length) {
    let found = ''
    for (const [type, pattern] of lexicon) {
      pattern.lastIndex = at
      found = pattern.exec(sql)?.[0] ?? ''
      if (found === '') continue
      if (type === 'comment') found = sql.slice(at, endOfComment(sql, at))
      else if (type === 'escaped') tokens.push({ type: 'string', text: unescaped(found), at })
      else if (found === '?') tokens.push({ type, text: `$${++parameters}`, at } as Token)
      else if (type !== 'blank') tokens.push({ type, text: contentOf(type, found), at })
      break
    }
    if (found === '') throw syntaxErrorAt(sql, at)
    at += found.length
  }
  tokens.push({ type: 'end', text: '', at: sql.length })
  return tokens
}

export function syntaxErrorAt(sql: string, at: number): SqlProblem {
  if (at >= sql.length) return new SqlProblem('42601', 'syntax error at end of input', { about: [''] })
  const rest = sql.slice(at)
  if (rest.startsWith("'"))
    return new SqlProblem('42601', `unterminated quoted string at or near "${rest}"`, { about: [rest] })
  if (rest.startsWith('"'))
    return new SqlProblem('42601', `unterminated quoted identifier at or near "${rest}"`, { about: [rest] })
  const near = /^("[^"]*"|'[^']*'|\w+|.)/s.exec(rest)?.[0] ?? ''
  return new SqlProblem('42601', `syntax error at or near "${near}"`, { about: [rest] })
}

function endOfComment(sql: string, start: number): number {
  let depth = 0
  for (let at = start; at < sql.length; at++) {
    const two = sql.slice(at, at + 2)
    if (two === '/*') depth++
    else if (two === '*/') depth--
    else continue
    at++
    if (depth === 0) return at + 1
  }
  throw new SqlProblem('42601', `unterminated /* comment at or near "${sql.slice(start)}"`)
}

function contentOf(type: Token['type'], text: string): string {
  if (type === 'word') return text.toLowerCase()
  if (type === 'name') return text.slice(1, -1).replaceAll(text[0]! + text[0]!, text[0]!)
  if (type !== 'string') return text
  if (text.startsWith('$')) {
    const tag = text.slice(0, text.indexOf('$', 1) + 1)
    return text.slice(tag.length, -tag.length)
  }
  return text.slice(1, -1).replaceAll("''", "'")
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' }

/** `E'a\n'` or, as MySQL has them, `'a\n'` and `"a\n"`. */
function unescaped(text: string): string {
  const quote = text.at(-1)!
  return text.slice(text.indexOf(quote) + 1, -1).replace(/''|""|\\(.)/gs, (all, char?: string) => {
    if (char !== undefined) return escapes[char] ?? char
    return all[0] === quote ? quote : all
  })
}

/** The statements of a text, without what separates them. */
export function splitStatements(sql: string, lexicon: Lexicon): string[] {
  const statements: string[] = []
  let start = 0
  for (const { type, text, at } of tokensOf(sql, lexicon)) {
    if (type !== 'end' && !(type === 'sign' && text === ';')) continue
    const statement = sql.slice(start, at).trim()
    if (tokensOf(statement, lexicon).length > 1) statements.push(statement)
    start = at + 1
  }
  return statements
}
