// The little of scripts that is interpreted: prints, exits, sleeps, timers, variables, expressions of literals.
// A script is read as a whole first, so that one which has anything else in it does not run at all.

export type Value = string | number | boolean | null | undefined | Closure

export interface Closure {
  readonly body: readonly Statement[]
}

export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'text'; readonly parts: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly given: readonly Expression[]
      readonly named: ReadonlyMap<string, Expression>
    }
  | { readonly kind: 'operation'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'closure'; readonly body: readonly Statement[] }

export type Statement =
  | { readonly kind: 'assign'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'run'; readonly value: Expression }

/** What a language writes in its own way. */
export interface Syntax {
  /** `//` or `#` */
  readonly comment: RegExp
  /** statements without effect: imports, tags */
  readonly idle: RegExp
  /** words that call without parentheses: `puts`, `echo` */
  readonly commands: readonly string[]
  /** what stands before a new variable */
  readonly declares: RegExp
  /** text with expressions in it: the quotes, and what opens an expression */
  readonly embeds: (prefix: string, quote: string) => RegExp | undefined
  readonly words: Readonly<Record<string, Value>>
}

/** The script has something in it that is not interpreted. */
export class Unsupported extends Error {}

const TOKEN =
  /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?)|([fr]?)("""|'''|"|'|`)|([A-Za-z_$@][\w$]*(?:(?:\.|::|->)[A-Za-z_]\w*|\[(?:'[\w.-]+'|"[\w.-]+")\])*)|(=>|\*\*|[-+*/%().,;={}]))/y

type Token =
  | { readonly kind: 'number' | 'name' | 'sign'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly embeds: RegExp | undefined }
  | { readonly kind: 'end' }

/** Reads a script. Throws Unsupported with what it cannot read. */
export function readScript(source: string, syntax: Syntax): Statement[] {
  return new Reader(source, syntax).statements(false)
}

class Reader {
  readonly #tokens: readonly Token[]
  readonly #syntax: Syntax
  #at = 0

  constructor(source: string, syntax: Syntax) {
    this.#syntax = syntax
    this.#tokens = tokens(source, syntax)
  }

  statements(inBraces: boolean): Statement[] {
    const found: Statement[] = []
    for (;;) {
      while (this.#takes('\n') || this.#takes(';')) {}
      if (inBraces ? this.#takes('}') : this.#peek().kind === 'end') return found
      found.push(this.#statement())
      const next = this.#peek()
      const isEnd = next.kind === 'end' || (next.kind === 'sign' && ['\n', ';', '}'].includes(next.text))
      if (!isEnd) throw new Unsupported(shown(next))
    }
  }

  #statement(): Statement {
    const start = this.#at
    const token = this.#peek()
    if (token.kind === 'name') {
      if (this.#syntax.declares.test(token.text)) this.#at++
      const name = this.#peek()
      this.#at++
      if (name.kind === 'name' && this.#takes('='))
        return { kind: 'assign', name: name.text, value: this.#expression() }
      this.#at = start
      if (this.#syntax.commands.includes(token.text)) {
        this.#at++
        const given: Expression[] = []
        const next = this.#peek()
        if (!(next.kind === 'end' || (next.kind === 'sign' && ['\n', ';'].includes(next.text)))) {
          do given.push(this.#expression())
          while (this.#takes(','))
        }
        return { kind: 'run', value: { kind: 'call', name: token.text, given, named: new Map() } }
      }
    }
    return { kind: 'run', value: this.#expression() }
  }

  #expression(): Expression {
    let left = this.#product()
    for (let sign = this.#sign('+', '-', '.'); sign; sign = this.#sign('+', '-', '.')) {
      left = { kind: 'operation', operator: sign, left, right: this.#product() }
    }
    return left
  }

  #product(): Expression {
    let left = this.#single()
    for (let sign = this.#sign('*', '/', '%', '**'); sign; sign = this.#sign('*', '/', '%', '**')) {
      left = { kind: 'operation', operator: sign, left, right: this.#single() }
    }
    return left
  }

  #single(): Expression {
    const token = this.#peek()
    this.#at++
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: Number(token.text) }
      case 'text':
        return this.#text(token.text, token.embeds)
      case 'name':
        return this.#named(token.text)
      case 'sign':
        if (token.text === '-') {
          return { kind: 'operation', operator: '-', left: { kind: 'literal', value: 0 }, right: this.#single() }
        }
        if (token.text === '(') return this.#parenthesis()
        break
      case 'end':
    }
    throw new Unsupported(shown(token))
  }

  #named(name: string): Expression {
    if (name === 'function') {
      if (!this.#takes('(') || !this.#takes(')') || !this.#takes('{')) throw new Unsupported('function')
      return { kind: 'closure', body: this.statements(true) }
    }
    if (Object.hasOwn(this.#syntax.words, name)) return { kind: 'literal', value: this.#syntax.words[name] }
    if (!this.#takes('(')) return { kind: 'name', name }
    const given: Expression[] = []
    const named = new Map<string, Expression>()
    this.#lines()
    while (!this.#takes(')')) {
      const token = this.#peek()
      const after = this.#tokens[this.#at + 1]
      if (token.kind === 'name' && after?.kind === 'sign' && after.text === '=') {
        this.#at += 2
        named.set(token.text, this.#expression())
      } else given.push(this.#expression())
      this.#lines()
      if (this.#takes(',')) this.#lines()
      else if (this.#peek().kind !== 'sign' || (this.#peek() as { text: string }).text !== ')')
        throw new Unsupported(shown(this.#peek()))
    }
    return { kind: 'call', name, given, named }
  }

  /** `(1 + 2)`, or `() => …` */
  #parenthesis(): Expression {
    if (this.#takes(')')) {
      if (!this.#takes('=>')) throw new Unsupported('()')
      if (this.#takes('{')) return { kind: 'closure', body: this.statements(true) }
      return { kind: 'closure', body: [{ kind: 'run', value: this.#expression() }] }
    }
    const inner = this.#expression()
    if (!this.#takes(')')) throw new Unsupported(shown(this.#peek()))
    return inner
  }

  #text(text: string, embeds: RegExp | undefined): Expression {
    if (!embeds) return { kind: 'literal', value: text }
    const parts: Expression[] = []
    let end = 0
    for (const match of text.matchAll(embeds)) {
      parts.push({ kind: 'literal', value: text.slice(end, match.index) })
      const [statement, ...more] = readScript(match[1]!, this.#syntax)
      if (statement?.kind !== 'run' || more.length > 0) throw new Unsupported(match[0])
      parts.push(statement.value)
      end = match.index + match[0].length
    }
    return { kind: 'text', parts: [...parts, { kind: 'literal', value: text.slice(end) }] }
  }

  #lines(): void {
    while (this.#takes('\n')) {}
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end' }
  }

  #takes(sign: string): boolean {
    return this.#sign(sign) !== undefined
  }

  #sign(...signs: readonly string[]): string | undefined {
    const token = this.#peek()
    if (token.kind !== 'sign' || !signs.includes(token.text)) return undefined
    this.#at++
    return token.text
  }
}

const shown = (token: Token): string =>
  token.kind === 'end' ? 'the end' : token.text === '\n' ? 'the end of a line' : token.text

function tokens(source: string, syntax: Syntax): Token[] {
  const found: Token[] = []
  for (const line of logicalLines(source)) {
    const bare = line.trim()
    if (bare === '' || syntax.comment.test(bare) || syntax.idle.test(bare)) continue
    readLine(bare, syntax, found)
    found.push({ kind: 'sign', text: '\n' })
  }
  return found
}

/** `import a; print(1)` has its import on a line of its own. */
const logicalLines = (source: string): string[] => source.replace(/^((?:import|from)\s[^;\n]*);/gm, '$1\n').split('\n')

function readLine(line: string, syntax: Syntax, found: Token[]): void {
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < line.length) {
    const start = TOKEN.lastIndex
    const match = TOKEN.exec(line)
    if (!match) {
      const rest = line.slice(start).trim()
      if (rest === '' || syntax.comment.test(rest)) return
      throw new Unsupported(rest.slice(0, 20))
    }
    const [, number, prefix = '', quote, name, sign] = match
    if (quote !== undefined) {
      const end = endOfText(line, TOKEN.lastIndex, quote)
      const raw = line.slice(TOKEN.lastIndex, end)
      found.push({ kind: 'text', text: unescaped(raw), embeds: syntax.embeds(prefix, quote) })
      TOKEN.lastIndex = end + quote.length
    } else if (number !== undefined) found.push({ kind: 'number', text: number })
    else if (name !== undefined) found.push({ kind: 'name', text: name })
    else {
      const rest = line.slice(start).trimStart()
      if (syntax.comment.test(rest)) return
      found.push({ kind: 'sign', text: sign! })
    }
  }
}

function endOfText(line: string, from: number, quote: string): number {
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line.startsWith(quote, at)) return at
  }
  throw new Unsupported('a text over several lines')
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0' }

const unescaped = (text: string): string => text.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter)
