// YAML (and JSON, which is YAML too) whose values can be found again in the text, so that complaints name the line.
import type { Path } from './shape.ts'

export interface Place {
  /** both from 1 */
  readonly line: number
  readonly column: number
}

/** One document of a file. */
export interface LocatedValue {
  readonly value: unknown
  /** Where the value at a path stands, or the last name of the path; the nearest value around it if it is not there. */
  place(path: Path, about?: 'key'): Place
}

/** The text is no YAML. */
export class YamlProblem extends Error {
  readonly place: Place
  constructor(message: string, place: Place) {
    super(message)
    this.place = place
  }
}

/** Reads all documents of a text; empty ones are left out. Rejects with a YamlProblem. */
export async function readYaml(source: string): Promise<LocatedValue[]> {
  const { isMap, isScalar, LineCounter, parseAllDocuments } = await import('yaml')
  const lines = new LineCounter()
  const documents = parseAllDocuments(source, { lineCounter: lines, prettyErrors: false })
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  return [...documents].flatMap((document): LocatedValue[] => {
    const [error] = document.errors
    if (error) throw new YamlProblem(error.message, placeAt(error.pos[0]))
    if (document.contents === null) return []
    const rangeOf = (node: unknown): number | undefined => (node as { range?: readonly number[] } | null)?.range?.[0]
    const keyOffset = (path: Path): number | undefined => {
      const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
      if (!isMap(parent)) return undefined
      return rangeOf(parent.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1))?.key)
    }
    const offsetOf = (path: Path, about?: 'key'): number => {
      if (path.length === 0) return rangeOf(document.contents) ?? 0
      const own = about === 'key' ? keyOffset(path) : rangeOf(document.getIn(path, true))
      return own ?? keyOffset(path) ?? offsetOf(path.slice(0, -1))
    }
    return [{ value: document.toJS(), place: (path, about) => placeAt(offsetOf(path, about)) }]
  })
}
