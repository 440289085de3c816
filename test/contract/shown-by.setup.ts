// Before every file of tests: what docs/coverage.md says that a test shows, the test must be there and call.
import { relative } from 'node:path'
import { afterAll, afterEach, type RunnerTask } from 'vitest'
import { logCalls, shownBy, takeCalls } from './shown-by.ts'

const again = 'npm run coverage:docs -- --tests'
const fileOf = (path: string): string => relative(process.cwd(), path)

const titleOf = (task: RunnerTask): string =>
  task.suite && task.suite.type === 'suite' && task.suite.name !== ''
    ? `${titleOf(task.suite)} › ${task.name}`
    : task.name

const promised = (file: string): (readonly [operation: string, title: string])[] =>
  Object.entries(shownBy).flatMap(([operation, shown]) => (shown.file === file ? [[operation, shown.title]] : []))

afterEach(({ task }) => {
  const operations = takeCalls()
  const [file, title] = [fileOf(task.file.filepath), titleOf(task)]
  if (task.result?.state === 'fail') return
  logCalls({ file, title, operations })
  for (const [operation, shown] of promised(file)) {
    if (shown === title && operations[operation] === undefined)
      throw new Error(`docs/coverage.md names this test for ${operation}, which it does not call: ${again}`)
  }
})

// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a hook needs
afterAll(({}, suite) => {
  const titles = new Set(testsOf(suite).map(titleOf))
  for (const [operation, title] of promised(fileOf(suite.file.filepath))) {
    if (!titles.has(title))
      throw new Error(`docs/coverage.md names ‘${title}’ for ${operation}, which is gone: ${again}`)
  }
})

const testsOf = (task: RunnerTask): RunnerTask[] => ('tasks' in task ? task.tasks.flatMap(testsOf) : [task])
