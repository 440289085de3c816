// The differences that are meant, and why: differences.yaml, held against what was found.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** One or more patterns of whole lines, versions included, and what they have in common. `*` stands for anything. */
export interface Explanation {
  readonly reason: string
  readonly patterns: readonly string[]
}

export interface Line {
  readonly text: string
  readonly versions: string
}

export interface Explained {
  readonly explained: number
  readonly unexplained: readonly string[]
  /** Patterns that nothing needs any more. */
  readonly unused: readonly string[]
}

export function readExplanations(file: string): Explanation[] {
  return parse(readFileSync(file, 'utf8')) as Explanation[]
}

export function explain(lines: readonly Line[], explanations: readonly Explanation[]): Explained {
  const patterns = explanations
    .flatMap((one) => one.patterns)
    .map((text) => ({ text, test: matcher(text), used: false }))
  const unexplained: string[] = []
  for (const { text, versions } of lines) {
    const line = `${text} (${versions})`
    const fitting = patterns.filter(({ test }) => test.test(line))
    for (const pattern of fitting) pattern.used = true
    if (fitting.length === 0) unexplained.push(line)
  }
  return {
    explained: lines.length - unexplained.length,
    unexplained,
    unused: patterns.filter(({ used }) => !used).map(({ text }) => text),
  }
}

const matcher = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.?$(){}|[\]\\+^]/g, '\\$&'))
      .join('.*')}$`,
  )
