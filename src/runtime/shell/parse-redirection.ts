// Redirections: `>file`, `2>&1`, `<<END`, …
import type { Redirection } from './ast.ts'
import { beginsProcess, parseWord } from './parse-word.ts'
import type { Source } from './source.ts'

const OPERATOR = /(\d*)(<<-|<<|<>|<&|<|>>|>&|>\||>|&>>|&>)/y
const BASH_OPERATOR = /(\d*)(<<<|<<-|<<|<>|<&|<|>>|>&|>\||>|&>>|&>)/y

/** The redirection at the place; undefined if there is none. */
export function parseRedirection(source: Source): Redirection | undefined {
  source.skipBlanks()
  if (beginsProcess(source)) return undefined
  const into = source.dialect.bash ? source.match(/\{([A-Za-z_]\w*(?:\[[^\]\s]*\])?)\}(?=[<>])/y) : null
  if (into) source.position += into[0].length
  const found = source.match(source.dialect.bash ? BASH_OPERATOR : OPERATOR)
  if (!found || (found[1] && found[2]!.startsWith('&'))) return undefined
  source.position += found[0].length
  source.skipBlanks()
  if (source.atEnd || source.peek() === '\n' || (/[<>]/.test(source.peek()) && !beginsProcess(source))) {
    source.unexpected()
  }
  const operator = found[2]!
  const descriptor = found[1] ? Number(found[1]) : undefined
  const start = source.position
  const redirection: Redirection = { descriptor, operator, target: parseWord(source), ...(into && { into: into[1]! }) }
  if (operator === '<<' || operator === '<<-') {
    const typed = source.text.slice(start, source.position)
    source.documents.push({
      redirection,
      delimiter: typed.replace(/\\([\s\S])|['"]/g, '$1'),
      stripTabs: operator === '<<-',
      quoted: /['"\\]/.test(typed),
    })
  }
  return redirection
}

export function parseRedirections(source: Source): Redirection[] {
  const found: Redirection[] = []
  for (let next = parseRedirection(source); next; next = parseRedirection(source)) found.push(next)
  return found
}
