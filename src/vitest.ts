// The Vitest door: a `test` whose tests each get a daemon of their own, and matchers for what it was asked.
import { test as base, expect, type TestAPI } from 'vitest'
import { type DaemonUnderTest, startForTest, type TestOptions } from './daemon/under-test.ts'
import { type DockerMatchers, dockerMatchers } from './scenario/journal/matchers.ts'
import type { Clock } from './world/clock.ts'
import type { SteerableClock } from './world/steerable-clock.ts'

export type { DaemonUnderTest, DockerMatchers, TestOptions }

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as Vitest declares it
  interface Matchers<T = any> extends DockerMatchers<void> {}
}

expect.extend(dockerMatchers)

/** What the tests of `mockerd/vitest` get. */
export interface DockerFixtures<C extends Clock = SteerableClock> {
  /**
   * A running daemon that nobody else uses; it is closed after the test, and its rules are gone with it. A rule that has
   * never fired fails the test, unless it is `optional`; a test that fails prints the last calls.
   */
  docker: DaemonUnderTest<C>
}

/**
 * A `test` whose daemons are made with these options.
 *
 * @example
 * const test = dockerTest({ engine: '20.10', seed: 'one', clock: () => manualClock() })
 */
export function dockerTest<C extends Clock = SteerableClock>(options: TestOptions<C> = {}): TestAPI<DockerFixtures<C>> {
  return base.extend<DockerFixtures<C>>({
    docker: async ({ task, onTestFailed }, use) => {
      await using daemon = await startForTest(options)
      onTestFailed(() => console.error(daemon.lastCalls()))
      await use(daemon)
      // what went wrong before says more
      if (task.result?.state !== 'fail') daemon.expectRulesUsed()
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
 *   expect(docker).toHaveReceivedInOrder('ImageCreate', 'ContainerStart')
 * })
 */
export const test: TestAPI<DockerFixtures> = dockerTest()
