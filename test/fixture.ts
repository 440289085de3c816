// The `test` of whatever needs a daemon: each test has one of its own.
import { test as base, type TestAPI } from 'vitest'
import type { StartOptions } from '../src/index.ts'
import { startTestDaemon, type TestDaemon } from './test-daemon.ts'

export interface DockerFixtures {
  readonly docker: TestDaemon
}

/** A `test` whose daemons are made with these options. */
export function dockerTest(options: () => StartOptions = () => ({})): TestAPI<DockerFixtures> {
  return base.extend<DockerFixtures>({
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
    docker: async ({}, use) => {
      await using daemon = await startTestDaemon(options())
      await use(daemon)
    },
  })
}

export const test: TestAPI<DockerFixtures> = dockerTest()
