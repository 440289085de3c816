// From text to commands: a whole script, or line by line as a shell reads it.
import type { List, ListItem, Node } from './ast.ts'
import { parseItem, parseList } from './parse-command.ts'
import { parseDoubleQuoted } from './parse-word.ts'
import { type Dialect, Source } from './source.ts'

function newSource(text: string, dialect: Dialect, depth: number): Source {
  const source = new Source(text, dialect, depth)
  source.parseDocument = (body) => parseDoubleQuoted(newSource(body, dialect, source.depth + 1), undefined)
  return source
}

/** All of a script. Throws a ScriptError. */
export function parseScript(text: string, dialect: Dialect, depth: number = 0): Node {
  const source = newSource(text, dialect, depth)
  const script = parseList(source, [])
  if (!source.atEnd) source.unexpected()
  source.readDocuments()
  return script
}

/** Reads a script a line at a time, so that a mistake further down does not keep what stands above it from running. */
export class LineParser {
  private readonly source: Source
  /** @param line the number of the first line */
  constructor(text: string, dialect: Dialect, line: number = 1) {
    this.source = newSource(text, dialect, 0)
    this.source.line = line
  }

  get line(): number {
    return this.source.line
  }

  /** Whether nothing but blanks and comments follows. */
  get isAtEnd(): boolean {
    this.source.skipNewlines()
    return this.source.atEnd
  }

  /** The commands of the next line that has any; undefined at the end. Throws a ScriptError. */
  next(): List | undefined {
    const { source } = this
    source.skipNewlines()
    if (source.atEnd) return undefined
    const items: ListItem[] = []
    do {
      items.push(parseItem(source))
      if (!source.atEnd && source.peek() !== '\n' && !source.separated) source.unexpected()
    } while (!source.atEnd && source.peek() !== '\n')
    if (source.atEnd) source.readDocuments()
    else source.newline()
    return { type: 'list', items }
  }

  /** Whether the last line needs more of its here-document. */
  get wantsMore(): boolean {
    return this.source.openDocument
  }
}
