// The Vitest door: a `test` whose tests each get a daemon of their own.
import { test as base, type TestAPI } from 'vitest'
import { type StartedDaemon, type StartOptions, startDaemon } from './daemon/start.ts'

/** What the tests of `mockerd/vitest` get. */
export interface DockerFixtures {
  /** A running daemon that nobody else uses; it is closed after the test. */
  docker: StartedDaemon
}

/**
 * A `test` whose daemons are made with these options.
 *
 * @example
 * const test = dockerTest({ engine: '20.10', seed: 'one' })
 */
export function dockerTest(options: StartOptions = {}): TestAPI<DockerFixtures> {
  return base.extend<DockerFixtures>({
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
    docker: async ({}, use) => {
      await using daemon = await startDaemon(options)
      await use(daemon)
    },
  })
}

/**
 * Vitest's `test` with the fixture `docker`. A test that does not ask for it starts no daemon.
 *
 * @example
 * import { test } from 'mockerd/vitest'
 *
 * test('pulls before it runs', async ({ docker }) => {
 *   await myTool({ DOCKER_HOST: docker.host })
 * })
 */
export const test: TestAPI<DockerFixtures> = dockerTest()
