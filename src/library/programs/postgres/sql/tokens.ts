// SQL taken apart: words, names, literals, signs.
import { SqlProblem } from '../problem.ts'

export interface Token {
  readonly type: 'word' | 'name' | 'string' | 'number' | 'parameter' | 'sign' | 'end'
  /** a word in lower case, a name or string without its quotes */
  readonly text: string
  /** where it stands in the statement */
  readonly at: number
}

const patterns: readonly [Token['type'] | 'blank' | 'escaped' | 'comment', RegExp][] = [
  ['blank', /\s+|--[^\n]*/y],
  ['comment', /\/\*/y],
  ['escaped', /[eE]'(?:[^'\\]|''|\\.)*'/sy],
  ['string', /'(?:[^']|'')*'/y],
  ['string', /\$(\w*)\$.*?\$\1\$/sy],
  ['name', /"(?:[^"]|"")+"/y],
  ['parameter', /\$\d+/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['sign', /::|<>|!=|<=|>=|\|\||!~\*|!~|~\*|->>|->|[-+*/%^=<>~()[\],.;:]/y],
]

/** Throws 42601. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < sql.length) {
    let found = ''
    for (const [type, pattern] of patterns) {
      pattern.lastIndex = at
      found = pattern.exec(sql)?.[0] ?? ''
      if (found === '') continue
      if (type === 'comment') found = sql.slice(at, endOfComment(sql, at))
      else if (type === 'escaped') tokens.push({ type: 'string', text: unescaped(found.slice(2, -1)), at })
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
  if (at >= sql.length) return new SqlProblem('42601', 'syntax error at end of input')
  const rest = sql.slice(at)
  if (rest.startsWith("'")) return new SqlProblem('42601', `unterminated quoted string at or near "${rest}"`)
  if (rest.startsWith('"')) return new SqlProblem('42601', `unterminated quoted identifier at or near "${rest}"`)
  const near = /^("[^"]*"|'[^']*'|\w+|.)/s.exec(rest)?.[0] ?? ''
  return new SqlProblem('42601', `syntax error at or near "${near}"`)
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
  if (type === 'name') return text.slice(1, -1).replaceAll('""', '"')
  if (type !== 'string') return text
  if (text.startsWith('$')) {
    const tag = text.slice(0, text.indexOf('$', 1) + 1)
    return text.slice(tag.length, -tag.length)
  }
  return text.slice(1, -1).replaceAll("''", "'")
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

const unescaped = (text: string): string =>
  text.replace(/''|\\(.)/gs, (all, char?: string) => (char === undefined ? all.slice(1) : (escapes[char] ?? char)))

/** The statements of a text, without what separates them. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = []
  let start = 0
  for (const { type, text, at } of tokensOf(sql)) {
    if (type !== 'end' && !(type === 'sign' && text === ';')) continue
    const statement = sql.slice(start, at).trim()
    if (tokensOf(statement).length > 1) statements.push(statement)
    start = at + 1
  }
  return statements
}
