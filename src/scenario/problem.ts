// What is wrong with a scenario, said with the place in its text.
import { mistake, type Path } from '../codec/shape.ts'

export interface Problem {
  readonly path: Path
  readonly sentence: string
  /** both from 1, where there is a text */
  readonly line?: number
  readonly column?: number
}

/** Thrown for a scenario that cannot be: all that is wrong with it, a line each. */
export class ScenarioError extends Error {
  readonly problems: readonly Problem[]
  /** @param source the file; undefined for values of a program */
  constructor(problems: readonly Problem[], source?: string) {
    super(problems.map((problem) => lineOf(problem, source)).join('\n'))
    this.name = 'ScenarioError'
    this.problems = problems
  }
}

function lineOf({ path, sentence, line, column }: Problem, source: string | undefined): string {
  const place = [source, line, column].filter((part) => part !== undefined).join(':')
  return place === '' ? mistake(path, sentence) : `${place}: ${mistake(path, sentence)}`
}
