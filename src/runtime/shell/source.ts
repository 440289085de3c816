// The text of a script with the place that the parser has come to.
import type { Redirection, Word } from './ast.ts'
import { ScriptError } from './syntax-error.ts'

/** Ends of words. */
export const META = '|&;<>() \t\n'
/** What begins a part of a word that is more than plain letters. */
const QUOTING = '"\'\\$`'
/** How deep commands may nest; deeper ones would break the host's stack. */
const DEEPEST = 200

export const KEYWORDS: ReadonlySet<string> = new Set(
  '! [[ { } case do done elif else esac fi for function if in then time until while'.split(' '),
)

/** A here-document whose body has not come yet. */
export interface PendingDocument {
  readonly redirection: Redirection
  readonly delimiter: string
  readonly stripTabs: boolean
  readonly quoted: boolean
}

/** What differs between shells. */
export interface Dialect {
  readonly bash: boolean
  /** Debian's sh. Neither: busybox's ash. */
  readonly dash: boolean
  /** Aliases by name. */
  readonly aliases?: ReadonlyMap<string, string>
}

export class Source {
  text: string
  position = 0
  line = 1
  depth: number
  /** Whether the last item of a list had a `;` or `&` behind it. */
  separated = false
  /** the end of an alias's text that ended in a blank */
  aliasedUpTo: number | undefined
  readonly dialect: Dialect
  readonly documents: PendingDocument[] = []
  /** Parses the body of a here-document; set by the parser of words. */
  parseDocument: (body: string) => Word = (body) => [{ type: 'literal', text: body, quoted: true }]

  constructor(text: string, dialect: Dialect, depth: number = 0) {
    this.text = text
    this.dialect = dialect
    this.depth = depth
  }

  get atEnd(): boolean {
    return this.position >= this.text.length
  }

  /** The character at the place (or some further on); empty at the end. */
  peek(ahead: number = 0): string {
    return this.text[this.position + ahead] ?? ''
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.position)
  }

  /** Steps over a text if it is there. */
  accept(text: string): boolean {
    if (!this.startsWith(text)) return false
    this.position += text.length
    return true
  }

  /** Matches a sticky pattern at the place, without stepping over it. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position
    return pattern.exec(this.text)
  }

  fail(message: string, incomplete: boolean = false): never {
    if (this.dialect.dash)
      throw new ScriptError(message.replace(/^unterminated/, 'Unterminated'), this.line, incomplete)
    if (!this.dialect.bash) throw new ScriptError(message, this.line, incomplete)
    const [, closing] = /^missing '(.*)'$/.exec(message) ?? []
    const wanted = message === 'unterminated quoted string' ? this.openQuote() : closing
    const text = wanted ? `unexpected EOF while looking for matching \`${wanted}'` : `syntax error: ${message}`
    throw new ScriptError(text, this.line, incomplete)
  }

  /** Which quote has no end: the last in the text that has no other one. */
  private openQuote(): string {
    const count = (quote: string): number => this.text.split(quote).length - 1
    return count('"') % 2 === 1 ? '"' : count("'") % 2 === 1 ? "'" : '`'
  }

  /** Refuses what is at the place, in bash's words. */
  private unexpectedInBash(expected: string | undefined): never {
    if (this.atEnd) {
      const opened = expected === ')' || expected === '}' || expected === '))'
      if (opened && expected !== '}')
        throw new ScriptError("unexpected EOF while looking for matching `)'", this.line, true)
      throw new ScriptError(
        'syntax error: unexpected end of file',
        this.line + (this.text.endsWith('\n') ? 0 : 1),
        true,
      )
    }
    const token =
      this.peek() === '\n' ? 'newline' : (this.match(/;;&|;;|;&|&&|\|\||<<<|<<|>>|[|&;()<>]/y)?.[0] ?? this.peekWord())
    const shown = this.text.split('\n')[this.text.slice(0, this.position).split('\n').length - 1]
    throw new ScriptError(`syntax error near unexpected token \`${token}'`, this.line, false, shown)
  }

  enter(): void {
    if (++this.depth > DEEPEST) this.fail('too deeply nested')
  }

  leave(): void {
    this.depth--
  }

  /** Steps over blanks, joined lines and a comment. */
  skipBlanks(): void {
    for (;;) {
      const next = this.peek()
      if (next === ' ' || next === '\t') this.position++
      else if (next === '\\' && this.peek(1) === '\n') {
        this.position += 2
        this.line++
      } else if (next === '#') {
        const end = this.text.indexOf('\n', this.position)
        this.position = end < 0 ? this.text.length : end
      } else return
    }
  }

  /** Steps over newlines, reading the here-documents that begin there. */
  skipNewlines(): void {
    for (;;) {
      this.skipBlanks()
      if (this.peek() !== '\n') return
      this.newline()
    }
  }

  newline(): void {
    this.position++
    this.line++
    this.readDocuments()
  }

  /** The unquoted word at the place, if it is only that: a keyword or a name. */
  peekWord(): string {
    this.skipBlanks()
    let end = this.position
    while (end < this.text.length && !META.includes(this.text[end]!) && !QUOTING.includes(this.text[end]!)) end++
    if (end < this.text.length && QUOTING.includes(this.text[end]!)) return ''
    return this.text.slice(this.position, end)
  }

  acceptWord(word: string): boolean {
    if (this.peekWord() !== word) return false
    this.position += word.length
    return true
  }

  expectWord(word: string): void {
    this.skipNewlines()
    if (!this.acceptWord(word)) this.unexpected(word)
  }

  /** Refuses what is at the place, in ash's words. */
  unexpected(expected?: string): never {
    this.skipBlanks()
    if (this.dialect.bash) this.unexpectedInBash(expected)
    const wanted = expected ? ` (expecting "${expected}")` : ''
    const token = this.atEnd ? 'end of file' : this.tokenName()
    this.fail(this.dialect.dash ? `${token} unexpected${wanted}` : `unexpected ${token}${wanted}`, this.atEnd)
  }

  private tokenName(): string {
    const word = this.peekWord()
    if (word && KEYWORDS.has(word)) return `"${word}"`
    if (this.peek() === '\n') return 'newline'
    if (this.match(/\d*(<<<|<<|<&|<>|<|>>|>&|>\||>)/y)) return 'redirection'
    const operator = this.match(/;;|&&|\|\||[|&;()]/y)
    return operator ? `"${operator[0]}"` : 'word'
  }

  readDocuments(): void {
    for (const pending of this.documents.splice(0)) {
      const body = this.readDocument(pending)
      pending.redirection.document = pending.quoted
        ? [{ type: 'literal', text: body, quoted: true }]
        : this.parseDocument(body)
    }
  }

  private readDocument({ delimiter, stripTabs }: PendingDocument): string {
    let body = ''
    while (!this.atEnd) {
      let end = this.text.indexOf('\n', this.position)
      const ended = end >= 0
      if (!ended) end = this.text.length
      let line = this.text.slice(this.position, end)
      this.position = ended ? end + 1 : end
      this.line++
      if (stripTabs) line = line.replace(/^\t+/, '')
      if (line === delimiter) return body
      body += ended ? `${line}\n` : line
    }
    this.openDocument = true
    return body
  }

  /** A here-document ended with the text, not with its delimiter: an interactive shell asks for more lines. */
  openDocument = false
}
