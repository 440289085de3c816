// Runs the tests and chooses for every operation the one that shows it best.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ShowingTest, ShownCalls } from '../test/contract/shown-by.ts'
import type { ContractOperation } from './generate/contract.ts'

export type ShownBy = Readonly<Record<string, ShowingTest>>

/** What the tests called, of those that passed. */
export function runTests(root: string): ShownCalls[] {
  const directory = mkdtempSync(join(tmpdir(), 'shown-by-'))
  const log = join(directory, 'calls')
  try {
    spawnSync('npx', ['vitest', 'run', '--reporter', 'dot'], {
      cwd: root,
      env: { ...process.env, SHOWN_BY_LOG: log },
      stdio: 'inherit',
    })
    const lines = readFileSync(log, 'utf8').split('\n').filter(Boolean)
    return lines.map((line) => JSON.parse(line) as ShownCalls)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Tests that try everything at once show nothing; those with the docker command are not run everywhere. */
const unfit = /^test\/(contract|properties|garbage|clients\/(docker-cli|compose|corpus))/

/**
 * The best test for each operation: one in which it succeeds rather than one in which it is refused; of these one that
 * has no seldom called operations beside it, for it is about those; of these one whose title says what the operation
 * does; of these the one that calls the fewest others, beside others of the same noun.
 */
export function chooseTests(operations: readonly ContractOperation[], tests: readonly ShownCalls[]): ShownBy {
  const fit = tests.filter(({ file }) => !unfit.test(file))
  const often = new Map<string, number>()
  for (const id of fit.flatMap((test) => Object.keys(test.operations))) often.set(id, (often.get(id) ?? 0) + 1)
  const chosen = operations.flatMap(({ id, file }) => {
    const noun = file.replace(/\.yaml$/, '')
    const rank = (test: ShownCalls): string => {
      const others = Object.keys(test.operations).filter((other) => other !== id)
      const seldom = others.filter((other) => often.get(other)! < often.get(id)!)
      return [
        test.operations[id] ? 0 : 1,
        digits(seldom.length),
        speaksOf(id, test.title) ? 0 : 1,
        digits(others.length),
        test.file.startsWith(`test/${noun}`) ? 0 : 1,
        test.file,
        test.title,
      ].join(' ')
    }
    const [best] = fit.filter((test) => id in test.operations).sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    return best ? [[id, { file: best.file, title: best.title }] as const] : []
  })
  return Object.fromEntries(chosen)
}

const digits = (number: number): string => String(number).padStart(3, '0')

/** Whether a title has the verb of an operation, `prune` of `VolumePrune`. */
function speaksOf(id: string, title: string): boolean {
  const verb = id.replace(/^.*(?=[A-Z])/, '').toLowerCase()
  return (verb === 'delete' ? /remov/i : new RegExp(verb, 'i')).test(title)
}
