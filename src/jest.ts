// The Jest door (and that of every runner with beforeEach and afterEach): a daemon of its own for each test.
import { startDaemon } from './daemon/start.ts'
import { type DaemonUnderTest, startForTest, type TestOptions } from './daemon/under-test.ts'
import { type DockerMatchers, dockerMatchers } from './scenario/journal/matchers.ts'
import type { Clock } from './world/clock.ts'
import type { SteerableClock } from './world/steerable-clock.ts'

export type { DaemonUnderTest, DockerMatchers, TestOptions }
export { dockerMatchers, startDaemon }

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: as Jest declares it
    interface Matchers<R, T = {}> extends DockerMatchers<R> {}
  }
}

interface Globals {
  beforeEach(hook: () => Promise<void>): void
  afterEach(hook: () => Promise<void>): void
  readonly expect?: { extend?(matchers: typeof dockerMatchers): void }
}

/**
 * Starts a daemon before each test of the file or block and closes it afterwards; returns how to get at it. A rule that
 * has never fired fails the test, unless it is `optional`. `expect` has the matchers of DockerMatchers, if it is global.
 *
 * @example
 * const docker = useDaemon()
 * test('lists nothing', async () => {
 *   await myTool({ DOCKER_HOST: docker().host })
 *   expect(docker()).toHaveReceived('ContainerList', { all: true })
 * })
 */
export function useDaemon<C extends Clock = SteerableClock>(options: TestOptions<C> = {}): () => DaemonUnderTest<C> {
  const { beforeEach, afterEach, expect } = globalThis as unknown as Globals
  expect?.extend?.(dockerMatchers)
  let daemon: DaemonUnderTest<C> | undefined
  beforeEach(async () => {
    daemon = await startForTest(options)
  })
  afterEach(async () => {
    const over = daemon
    daemon = undefined
    await over?.close()
    over?.expectRulesUsed()
  })
  return () => {
    if (!daemon) throw new Error('there is no daemon outside of a test: call this inside of one')
    return daemon
  }
}
