// Cuts an awk program into words.
import { readEscape } from '../escapes.ts'
import { Complaint } from '../report.ts'

export type TokenKind =
  | 'number'
  | 'text'
  | 'pattern'
  | 'name'
  /** a name with a parenthesis right behind it */
  | 'function name'
  | 'builtin'
  | 'keyword'
  | 'sign'
  | 'newline'
  | 'end'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
}

const keywords = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
)

export const builtins: ReadonlySet<string> = new Set(
  (
    'length substr index split sub gsub gensub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper ' +
    'system close fflush systime strftime mktime and or xor compl lshift rshift'
  ).split(' '),
)

const signs = [
  '**=',
  '&&',
  '||',
  '==',
  '!=',
  '<=',
  '>=',
  '>>',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '^=',
  '**',
  '!~',
  ...'{}()[];,+-*/%^!<>|?:~$=',
]

/** After these a slash divides; anywhere else it begins a pattern. */
function isOperand(token: Token | undefined): boolean {
  if (!token) return false
  if (token.kind === 'sign') return [')', ']', '$', '++', '--'].includes(token.text)
  return token.kind === 'number' || token.kind === 'text' || token.kind === 'name' || token.kind === 'builtin'
}

/** Throws a Complaint. The source is a byte string. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const add = (kind: TokenKind, text: string) => tokens.push({ kind, text })
  while (at < source.length) {
    const character = source[at]!
    if (character === '\n') {
      add('newline', '\n')
      at++
    } else if (/[ \t\r]/.test(character)) at++
    else if (character === '\\' && /^\\\r?\n/.test(source.slice(at, at + 3))) at = source.indexOf('\n', at) + 1
    else if (character === '#') {
      const end = source.indexOf('\n', at)
      at = end < 0 ? source.length : end
    } else if (character === '"') {
      const { text, next } = readText(source, at + 1)
      add('text', text)
      at = next
    } else if (character === '/' && !isOperand(tokens.at(-1))) {
      const { text, next } = readPattern(source, at + 1)
      add('pattern', text)
      at = next
    } else {
      const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(source.slice(at, at + 400))
      const name = /^[A-Za-z_]\w*/.exec(source.slice(at, at + 400))
      if (number) {
        add('number', number[0])
        at += number[0].length
      } else if (name) {
        at += name[0].length
        const kind = keywords.has(name[0])
          ? 'keyword'
          : builtins.has(name[0])
            ? 'builtin'
            : source[at] === '('
              ? 'function name'
              : 'name'
        add(kind, name[0])
      } else {
        const sign = signs.find((each) => source.startsWith(each, at))
        if (!sign) throw new Complaint(`cmd. line:${lineOf(source, at)}: Unexpected token`)
        add('sign', sign)
        at += sign.length
      }
    }
  }
  add('newline', '\n')
  add('end', '')
  return tokens
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length
}

function readText(source: string, at: number): { text: string; next: number } {
  const start = at
  let text = ''
  while (source[at] !== '"') {
    const character = source[at]
    if (character === undefined || character === '\n') {
      throw new Complaint(`cmd. line:${lineOf(source, start)}: Unexpected end of string`)
    }
    if (character !== '\\') {
      text += character
      at++
    } else if (source[at + 1] === '\n') at += 2
    else if (source[at + 1] === '"' || source[at + 1] === '/') {
      text += source[at + 1]
      at += 2
    } else {
      const [value, next] = readEscape(source, at + 1)
      text += value
      at = next
    }
  }
  return { text, next: at + 1 }
}

function readPattern(source: string, at: number): { text: string; next: number } {
  const start = at
  let text = ''
  let bracket = -1
  for (;;) {
    const character = source[at]
    if (character === undefined || character === '\n') {
      throw new Complaint(`cmd. line:${lineOf(source, start)}: Unexpected end of string`)
    }
    if (character === '\\') {
      text += source[at + 1] === '/' ? '/' : character + (source[at + 1] ?? '')
      at += 2
      continue
    }
    if (bracket >= 0) {
      if (character === ']' && at > bracket) bracket = -1
    } else if (character === '/') return { text, next: at + 1 }
    else if (character === '[') bracket = at + (source[at + 1] === '^' ? 2 : 1)
    text += character
    at++
  }
}
