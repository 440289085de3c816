// Compound commands: if, for, while, case, groups, functions, [[ ]] and (( )).
import { type CaseItem, type If, literalText, type Node, type Word } from './ast.ts'
import { parseBody, parseList } from './parse-command.ts'
import { parseArithmetic } from './parse-dollar.ts'
import { parseRedirections } from './parse-redirection.ts'
import { parseDoubleQuoted, parseWord } from './parse-word.ts'
import { KEYWORDS, Source } from './source.ts'

/** Words like any other in dash. */
const notInDash = new Set(['function', '[['])

const NAME = /^[A-Za-z_]\w*$/

/** The compound command at the place; undefined if a simple command is there. */
export function parseCompound(source: Source): Node | undefined {
  if (source.peek() === '(') return parseParentheses(source)
  const word = source.peekWord()
  if (!word) return undefined
  const parse = keywords.get(word)
  if (parse && (source.dialect.bash || word !== 'select') && !(source.dialect.dash && notInDash.has(word))) {
    source.position += word.length
    return parse(source)
  }
  if (source.dialect.dash && notInDash.has(word)) return parseFunction(source, word)
  if (KEYWORDS.has(word) && word !== 'in' && (source.dialect.bash || word !== 'time')) source.unexpected()
  return parseFunction(source, word)
}

function parseParentheses(source: Source): Node {
  if (source.dialect.bash && source.peek(1) === '(') {
    const expression = parseArithmetic(source)
    if (expression) return { type: 'arithmetic-command', expression, redirections: parseRedirections(source) }
  }
  source.position++
  const body = parseBody(source, [')'])
  if (!source.accept(')')) source.unexpected(')')
  return { type: 'subshell', body, redirections: parseRedirections(source) }
}

/** `name() command` */
function parseFunction(source: Source, name: string): Node | undefined {
  const after = /[ \t]*\([ \t]*/y
  after.lastIndex = source.position + name.length
  const open = after.exec(source.text)
  if (!open || /[=]/.test(name)) return undefined
  source.position = after.lastIndex
  if (!source.accept(')')) source.unexpected(')')
  const { bash, dash } = source.dialect
  if (!bash && !NAME.test(name)) source.fail(dash ? 'Bad function name' : 'bad function name')
  return parseFunctionBody(source, name)
}

function parseFunctionBody(source: Source, name: string): Node {
  source.skipNewlines()
  const body = parseCompound(source)
  if (!body) source.unexpected()
  return { type: 'function', name, body }
}

function parseFunctionKeyword(source: Source): Node {
  const name = source.peekWord()
  if (!name) source.unexpected()
  source.position += name.length
  source.skipBlanks()
  if (source.accept('(')) {
    source.skipBlanks()
    if (!source.accept(')')) source.unexpected(')')
  }
  return parseFunctionBody(source, name)
}

function parseGroup(source: Source): Node {
  const body = parseBody(source, ['}'])
  source.expectWord('}')
  return { type: 'group', body, redirections: parseRedirections(source) }
}

function parseIf(source: Source): Node {
  const clauses: If['clauses'][number][] = []
  let otherwise: Node | undefined
  do {
    const condition = parseBody(source, ['then'])
    source.expectWord('then')
    clauses.push({ condition, body: parseBody(source, ['fi', 'elif', 'else']) })
  } while (source.acceptWord('elif'))
  if (source.acceptWord('else')) otherwise = parseBody(source, ['fi'])
  source.expectWord('fi')
  return { type: 'if', clauses, otherwise, redirections: parseRedirections(source) }
}

function parseDo(source: Source): Node {
  source.expectWord('do')
  const body = parseBody(source, ['done'])
  source.expectWord('done')
  return body
}

const parseLoop =
  (until: boolean) =>
  (source: Source): Node => {
    const condition = parseBody(source, ['do'])
    const body = parseDo(source)
    return { type: 'while', until, condition, body, redirections: parseRedirections(source) }
  }

function parseFor(source: Source): Node {
  source.skipBlanks()
  if (source.dialect.bash && source.startsWith('((')) return parseArithmeticFor(source)
  const name = source.peekWord()
  if (!NAME.test(name)) source.fail('bad for loop variable', source.atEnd)
  source.position += name.length
  source.skipNewlines()
  const words = source.acceptWord('in') ? parseForWords(source) : undefined
  source.skipBlanks()
  if (source.peek() === ';' && source.peek(1) !== ';') source.position++
  const body = parseDo(source)
  return { type: 'for', name, words, body, redirections: parseRedirections(source) }
}

function parseSelect(source: Source): Node {
  const loop = parseFor(source)
  return loop.type === 'for' ? { ...loop, type: 'select' } : source.unexpected()
}

function parseForWords(source: Source): Word[] {
  const words: Word[] = []
  for (;;) {
    source.skipBlanks()
    if (source.atEnd || source.peek() === ';' || source.peek() === '\n') return words
    words.push(parseWord(source))
  }
}

function parseArithmeticFor(source: Source): Node {
  const start = source.position + 2
  if (!parseArithmetic(source)) source.unexpected('))')
  const parts = source.text.slice(start, source.position - 2).split(';')
  if (parts.length !== 3) source.fail('bad for loop variable')
  const [first, condition, step] = parts.map((text) =>
    parseDoubleQuoted(new Source(text.trim(), source.dialect, source.depth + 1), undefined),
  )
  source.skipBlanks()
  if (source.peek() === ';') source.position++
  source.skipNewlines()
  const body = source.peekWord() === '{' ? parseCompound(source)! : parseDo(source)
  const redirections = parseRedirections(source)
  return { type: 'arithmetic-for', start: first!, condition: condition!, step: step!, body, redirections }
}

function parseCase(source: Source): Node {
  source.skipBlanks()
  const word = parseWord(source)
  source.expectWord('in')
  const items: CaseItem[] = []
  for (;;) {
    source.skipNewlines()
    if (source.acceptWord('esac')) break
    items.push(parseCaseItem(source))
  }
  return { type: 'case', word, items, redirections: parseRedirections(source) }
}

function parseCaseItem(source: Source): CaseItem {
  source.accept('(')
  const patterns: Word[] = []
  do {
    source.skipBlanks()
    if (source.atEnd) source.unexpected(')')
    patterns.push(parseWord(source))
    source.skipBlanks()
  } while (source.accept('|'))
  if (!source.accept(')')) source.unexpected(')')
  const body = parseList(source, ['esac'])
  source.skipNewlines()
  const ending = source.accept(';;&') ? ';;&' : source.accept(';&') ? ';&' : ';;'
  if (ending === ';;' && !source.accept(';;') && source.peekWord() !== 'esac') source.unexpected(';;')
  return { patterns, body, ending }
}

/** `[[ … ]]`: the words; `&&`, `||`, `(`, `)`, `<` and `>` are unquoted words of their own. */
function parseCondition(source: Source): Node {
  const words: Word[] = []
  for (;;) {
    source.skipNewlines()
    if (source.acceptWord(']]')) break
    if (source.atEnd) source.unexpected(']]')
    const regex = literalText(words.at(-1)) === '=~'
    const operator = regex ? null : source.match(/&&|\|\||[()<>]/y)
    if (operator) {
      source.position += operator[0].length
      words.push([{ type: 'literal', text: operator[0], quoted: false }])
    } else words.push(parseWord(source, { regex }))
  }
  return { type: 'condition', words, redirections: parseRedirections(source) }
}

const keywords: ReadonlyMap<string, (source: Source) => Node> = new Map([
  ['{', parseGroup],
  ['if', parseIf],
  ['while', parseLoop(false)],
  ['until', parseLoop(true)],
  ['for', parseFor],
  ['case', parseCase],
  ['select', parseSelect],
  ['function', parseFunctionKeyword],
  ['[[', parseCondition],
])
