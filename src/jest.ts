// The Jest door (and that of every runner with beforeEach and afterEach): a daemon of its own for each test.
import { startDaemon } from './daemon/start.ts'
import type { DaemonUnderTest, TestOptions } from './daemon/under-test.ts'
import { type Runner, type UseDaemonOptions, useDaemonIn } from './daemon/use-daemon.ts'
import { type DockerMatchers, dockerMatchers } from './scenario/journal/matchers.ts'
import type { Clock } from './world/clock.ts'
import type { SteerableClock } from './world/steerable-clock.ts'

export type { DaemonUnderTest, DockerMatchers, Runner, TestOptions, UseDaemonOptions }
export { dockerMatchers, startDaemon }

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: as Jest declares it
    interface Matchers<R, T = {}> extends DockerMatchers<R> {}
  }
}

/**
 * Starts a daemon before each test of the file or block and closes it afterwards; returns how to get at it. A rule that
 * has never fired fails the test, unless it is `optional`. `expect` has the matchers of DockerMatchers.
 *
 * @param runner the hooks of a runner that has them not among the globals, as node:test
 * @example
 * const docker = useDaemon()
 * test('lists nothing', async () => {
 *   await myTool({ DOCKER_HOST: docker().host })
 *   expect(docker()).toHaveReceived('ContainerList', { all: true })
 * })
 */
export function useDaemon<C extends Clock = SteerableClock>(
  options: UseDaemonOptions<C> = {},
  runner: Partial<Runner> = globalThis as unknown as Partial<Runner>,
): () => DaemonUnderTest<C> {
  return useDaemonIn({ env: process.env, hasFailed: () => undefined }, runner, options)
}
