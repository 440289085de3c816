// The lines of a Dockerfile: one for each instruction, with what belongs to it (BuildKit frontend/dockerfile/parser).
import { invalid } from '../../world/refusal.ts'
import { type Heredoc, heredocsOf } from './heredocs.ts'
import { type ParsedLine, parseLine } from './parse-line.ts'

/** An instruction as it was written, parsed as far as its kind says how. */
export interface Line extends ParsedLine {
  /** from 1 */
  readonly number: number
  readonly heredocs: readonly Heredoc[]
}

export interface Lines {
  readonly lines: readonly Line[]
  /** What takes the meaning of the next character, and joins lines: a backslash or a backtick. */
  readonly escaper: string
  /** Those that go on in empty lines, which may be forbidden some day. */
  readonly withEmpty: readonly string[]
}

/** characters in a line; bufio.MaxScanTokenSize */
const longestLine = 64 * 1024

const DIRECTIVE = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/
const knownDirectives = ['syntax', 'escape', 'check']

/** Throws what BuildKit says of directives, words and heredocs that it cannot read, and of a file without instructions. */
export function readLines(text: string): Lines {
  const source = text.replace(/^\ufeff/, '').match(/[^\n]*\n|[^\n]+$/g) ?? []
  const { escaper, count } = readDirectives(source)
  const lines: Line[] = []
  const withEmpty: string[] = []
  for (let at = count; at < source.length; ) {
    const number = at + 1
    const logical = joinLines(source, at, escaper)
    at = logical.next
    if (logical.text === undefined) continue
    if (logical.hasEmpty) withEmpty.push(logical.text)
    const parsed = parseLine(logical.text, escaper)
    const heredocs = heredocsOf(parsed).map((heredoc) => {
      const { content, next } = readHeredoc(source, at, heredoc)
      at = next
      return { ...heredoc, content }
    })
    lines.push({ ...parsed, number, heredocs })
  }
  if (lines.length === 0) throw invalid('file with no instructions')
  return { lines, escaper, withEmpty }
}

/** The comments at the top that say how to read what follows. */
function readDirectives(source: readonly string[]): { readonly escaper: string; readonly count: number } {
  let escaper = '\\'
  const seen = new Set<string>()
  for (const [index, line] of source.entries()) {
    const [, written = '', value = ''] = DIRECTIVE.exec(line.trim()) ?? []
    const name = written.toLowerCase()
    if (!knownDirectives.includes(name)) return { escaper, count: index }
    if (seen.has(name)) throw invalid(`only one ${name} parser directive can be used`)
    seen.add(name)
    if (name !== 'escape') continue
    if (value !== '\\' && value !== '`') throw invalid(`invalid escape token '${value}' does not match \` or \\`)
    escaper = value
  }
  return { escaper, count: source.length }
}

interface Logical {
  /** undefined for a comment or an empty line */
  readonly text: string | undefined
  readonly hasEmpty: boolean
  readonly next: number
}

/** One line with those that it goes on in. */
function joinLines(source: readonly string[], first: number, escaper: string): Logical {
  const goesOn = escaper === '\\' ? /(^|[^\\])\\[ \t]*$/ : /(^|[^`])`[ \t]*$/
  const begin = withoutEnd(source[first]!).trimStart()
  let text = ''
  let hasEmpty = false
  let next = first
  let ended = false
  while (!ended && next < source.length) {
    const piece: string = next === first ? begin : withoutEnd(source[next]!)
    next++
    if (isComment(piece)) {
      if (next - 1 === first) break
      continue
    }
    if (piece.trim() === '') {
      if (next - 1 === first) break
      hasEmpty = true
      continue
    }
    ended = !goesOn.test(piece)
    text += ended ? piece : piece.replace(goesOn, '$1')
  }
  return { text: text === '' && (ended || next === first + 1) ? undefined : text, hasEmpty, next }
}

const isComment = (line: string): boolean => /^\s*#/.test(line)

function withoutEnd(line: string): string {
  if (line.length > longestLine) throw invalid(`dockerfile line greater than max allowed size of ${longestLine - 1}`)
  return line.replace(/[\r\n]+$/, '')
}

function readHeredoc(
  source: readonly string[],
  from: number,
  { name, chomp }: Heredoc,
): { readonly content: string; readonly next: number } {
  let content = ''
  for (let at = from; at < source.length; at++) {
    const plain = withoutEnd(source[at]!)
    if ((chomp ? plain.replace(/^\t+/, '') : plain) === name) return { content, next: at + 1 }
    content += source[at]
  }
  throw invalid('unterminated heredoc')
}
