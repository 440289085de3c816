// Whether lines match any of several patterns, and which parts of them do.
import { Complaint } from './report.ts'
import { wordBytes } from './text-pattern/byte-set.ts'
import { PatternError } from './text-pattern/node.ts'
import { Pattern, type PatternOptions } from './text-pattern/pattern.ts'

export interface LineMatcherOptions {
  readonly fixed: boolean
  readonly extended: boolean
  readonly ignoreCase: boolean
  readonly words: boolean
  readonly wholeLines: boolean
}

/** Makes a pattern, or complains in the applet's words. */
export function patternOf(source: string, options: PatternOptions, code = 1): Pattern {
  try {
    return new Pattern(source, options)
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    throw new Complaint(`bad regex '${source}': ${error.message}`, code)
  }
}

interface Finder {
  find(line: string, from: number): readonly [start: number, end: number] | undefined
}

function textFinder(text: string, ignoreCase: boolean): Finder {
  const wanted = ignoreCase ? text.toLowerCase() : text
  return {
    find(line, from) {
      const at = (ignoreCase ? line.toLowerCase() : line).indexOf(wanted, from)
      return at < 0 ? undefined : [at, at + wanted.length]
    },
  }
}

function patternFinder(pattern: Pattern): Finder {
  return {
    find(line, from) {
      const match = pattern.match(line, { from })
      return match && [match[0]!, match[1]!]
    },
  }
}

export class LineMatcher {
  readonly #finders: readonly Finder[]
  readonly #options: LineMatcherOptions

  constructor(patterns: readonly string[], options: LineMatcherOptions) {
    this.#options = options
    const { fixed, ignoreCase, extended, wholeLines } = options
    this.#finders = [...new Set(patterns)].map((source) => {
      if (fixed) return textFinder(source, ignoreCase)
      const pattern = patternOf(source, { extended, ignoreCase }, 2)
      if (!wholeLines) return patternFinder(pattern)
      return patternFinder(patternOf(extended ? `^(${source})$` : `^\\(${source}\\)$`, { extended, ignoreCase }, 2))
    })
  }

  test(line: string): boolean {
    return this.#finders.some((finder) => this.#find(finder, line, 0) !== undefined)
  }

  /** The parts that match, from left to right, without empty ones. */
  *parts(line: string): Iterable<string> {
    for (let from = 0; from <= line.length; ) {
      let best: readonly [start: number, end: number] | undefined
      for (const finder of this.#finders) {
        const found = this.#find(finder, line, from)
        if (found && (!best || found[0] < best[0] || (found[0] === best[0] && found[1] > best[1]))) best = found
      }
      if (!best) return
      if (best[1] > best[0]) yield line.slice(best[0], best[1])
      from = best[1] > best[0] ? best[1] : best[1] + 1
    }
  }

  #find(finder: Finder, line: string, from: number): readonly [start: number, end: number] | undefined {
    for (let at = from; at <= line.length; ) {
      const found = finder.find(line, at)
      if (!found) return undefined
      const [start, end] = found
      const whole = !this.#options.wholeLines || (start === 0 && end === line.length)
      const alone = !this.#options.words || (!isWord(line, start - 1) && !isWord(line, end))
      if (whole && alone) return found
      at = start + 1
    }
    return undefined
  }
}

function isWord(line: string, at: number): boolean {
  return at >= 0 && at < line.length && wordBytes[line.charCodeAt(at)] === 1
}
