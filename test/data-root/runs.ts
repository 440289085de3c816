// One daemon after the other on the same data root.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type TestAPI } from 'vitest'
import type { StartOptions } from '../../src/index.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

export interface Runs {
  /** The data root. */
  readonly path: string
  /** Ends the daemon that runs, if any, and starts the next. */
  next(options?: StartOptions): Promise<TestDaemon>
  /** Ends the daemon that runs. */
  end(): Promise<void>
}

/** A `test` with a data root of its own, which is gone afterwards. */
export const test: TestAPI<{ readonly runs: Runs }> = base.extend<{ readonly runs: Runs }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  runs: async ({}, use) => {
    const path = await mkdtemp(join(tmpdir(), 'mockerd-root-'))
    let running: TestDaemon | undefined
    const end = async (): Promise<void> => {
      const ending = running
      running = undefined
      await ending?.close()
    }
    try {
      await use({
        path,
        end,
        async next(options) {
          await end()
          running = await startTestDaemon({ dataRoot: path, ...options })
          return running
        },
      })
    } finally {
      await end()
      await rm(path, { recursive: true, force: true })
    }
  },
})
