// Lists, pipelines and simple commands.
import type { Assignment, ListItem, Node, Pipeline, Redirection, SimpleCommand, Word, WordPart } from './ast.ts'
import { parseCompound } from './parse-compound.ts'
import { parseRedirection } from './parse-redirection.ts'
import { beginsProcess, parseWord } from './parse-word.ts'
import { META, Source } from './source.ts'

/** Commands up to one of the words in `stops`, a `)`, a `;;` or the end. */
export function parseList(source: Source, stops: readonly string[]): Node {
  const items: ListItem[] = []
  for (;;) {
    source.skipNewlines()
    if (endsList(source, stops)) break
    items.push(parseItem(source))
    const next = source.peek()
    if (next !== '' && next !== '\n' && !endsList(source, stops) && !source.separated) source.unexpected(stops[0])
  }
  const [only] = items
  return items.length === 1 && only && !only.background ? only.node : { type: 'list', items }
}

/** A list that must have something in it: the body of a compound command. */
export function parseBody(source: Source, stops: readonly string[]): Node {
  const body = parseList(source, stops)
  if (body.type === 'list' && body.items.length === 0) source.unexpected(stops[0])
  return body
}

function endsList(source: Source, stops: readonly string[]): boolean {
  if (source.atEnd || source.peek() === ')') return true
  if (source.startsWith(';;') || source.startsWith(';&')) return true
  return stops.includes(source.peekWord())
}

/** One and-or list with the `;` or `&` behind it. */
export function parseItem(source: Source): ListItem {
  const start = source.position
  const node = parseAndOr(source)
  const text = source.text.slice(start, source.position).trim()
  source.skipBlanks()
  const background = source.peek() === '&' && source.peek(1) !== '&'
  source.separated = background || (source.peek() === ';' && source.peek(1) !== ';' && source.peek(1) !== '&')
  if (source.separated) source.position++
  source.skipBlanks()
  return { node, background, text }
}

function parseAndOr(source: Source): Node {
  let left = parsePipeline(source)
  for (;;) {
    source.skipBlanks()
    const operator = source.startsWith('&&') ? '&&' : source.startsWith('||') ? '||' : undefined
    if (!operator) return left
    source.position += 2
    source.skipNewlines()
    left = { type: 'and-or', left, operator, right: parsePipeline(source) }
  }
}

function parsePipeline(source: Source): Node {
  let negated = false
  let timed = false
  for (;;) {
    if (source.acceptWord('!')) negated = !negated
    else if (source.dialect.bash && source.acceptWord('time')) {
      timed = true
      source.acceptWord('-p')
    } else break
  }
  const commands = [parseCommand(source)]
  const withErrors: boolean[] = []
  for (;;) {
    source.skipBlanks()
    if (source.peek() !== '|' || source.peek(1) === '|') break
    source.position++
    withErrors.push(source.accept('&'))
    source.skipNewlines()
    commands.push(parseCommand(source))
  }
  if (commands.length === 1 && !negated && !timed) return commands[0]!
  return { type: 'pipeline', commands, negated, timed, withErrors } satisfies Pipeline
}

function parseCommand(source: Source): Node {
  source.enter()
  source.skipBlanks()
  if (source.atEnd) source.unexpected()
  expandAlias(source)
  const command = parseCompound(source) ?? parseSimple(source)
  source.leave()
  return command
}

/** Puts the text of an alias in the place of its name; what it begins with is not looked up again. */
function expandAlias(source: Source): void {
  source.aliasedUpTo = undefined
  const { aliases } = source.dialect
  if (!aliases?.size) return
  const seen = new Set<string>()
  for (let name = source.peekWord(); name && !seen.has(name); name = source.peekWord()) {
    const text = aliases.get(name)
    if (text === undefined) return
    seen.add(name)
    const rest = source.text.slice(source.position + name.length)
    source.text = source.text.slice(0, source.position) + text + rest
    if (/[ \t]$/.test(text)) source.aliasedUpTo = source.position + text.length
  }
}

const ASSIGNMENT = /([A-Za-z_]\w*)(\+?)=/y
const ELEMENT_ASSIGNMENT = /([A-Za-z_]\w*)\[((?:"[^"]*"|'[^']*'|\$\{[^}]*\}|\$\([^)]*\)|[^\]\s"'$]|\$)*)\](\+?)=/y

function parseSimple(source: Source): SimpleCommand {
  const { line, position: start } = source
  const assignments: Assignment[] = []
  const words: Word[] = []
  const redirections: Redirection[] = []
  for (;;) {
    const redirection = parseRedirection(source)
    if (redirection) {
      redirections.push(redirection)
      continue
    }
    source.skipBlanks()
    // the word after an alias that ends in a blank may be an alias too
    if (source.aliasedUpTo !== undefined && source.position >= source.aliasedUpTo && words.length > 0)
      expandAlias(source)
    const next = source.peek()
    if (next === '' || (META.includes(next) && !beginsProcess(source))) break
    const assignment = words.length === 0 || declares(words) ? parseAssignment(source, words.length > 0) : undefined
    if (assignment) {
      assignments.push(assignment)
      // `declare name=(…)`: the builtin gets the name, the elements are put in after it
      if (words.length > 0) words.push([{ type: 'literal', text: assignment.name, quoted: true }])
    } else words.push(parseArgument(source, words))
  }
  if (words.length + assignments.length + redirections.length === 0) source.unexpected()
  if (!source.dialect.bash) return { type: 'simple', assignments, words, redirections, line }
  const text = source.text.slice(start, source.position).trim()
  return { type: 'simple', assignments, words, redirections, text, line }
}

const DECLARING = new Set(['export', 'readonly', 'local', 'declare', 'typeset'])

function declares(words: readonly Word[]): boolean {
  const [first] = words[0]!
  return first?.type === 'literal' && DECLARING.has(first.text)
}

/** An operand of `export` and the like is expanded as the value of an assignment is: not split. */
function parseArgument(source: Source, words: readonly Word[]): Word {
  if (words.length === 0 || !declares(words) || !source.match(ASSIGNMENT)) return parseWord(source)
  const name = source.match(ASSIGNMENT)![0]
  source.position += name.length
  const value = parseWord(source, { value: true })
  const quoted = value.map((part) => ('quoted' in part ? ({ ...part, quoted: true } as WordPart) : part))
  return [{ type: 'literal', text: name, quoted: true }, ...quoted]
}

function parseAssignment(source: Source, declared: boolean): Assignment | undefined {
  const element = source.dialect.bash && !declared ? source.match(ELEMENT_ASSIGNMENT) : null
  if (element) {
    source.position += element[0].length
    const typed = new Source(element[2]!, source.dialect, source.depth + 1)
    const index: Word = typed.text === '' ? [] : parseWord(typed, { value: true })
    return { name: element[1]!, index, append: element[3] === '+', value: parseWord(source, { value: true }) }
  }
  const found = source.match(ASSIGNMENT)
  if (!found) return undefined
  const isArray = source.dialect.bash && source.text[source.position + found[0].length] === '('
  if (declared && !isArray) return undefined
  source.position += found[0].length
  const base = { name: found[1]!, append: found[2] === '+' }
  if (isArray) return { ...base, value: [], elements: parseElements(source) }
  return { ...base, value: parseWord(source, { value: true }) }
}

function parseElements(source: Source): Word[] {
  source.position++
  const elements: Word[] = []
  for (;;) {
    source.skipNewlines()
    if (source.accept(')')) return elements
    if (source.atEnd) source.unexpected(')')
    elements.push(parseWord(source))
  }
}
