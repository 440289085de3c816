// The Vitest door: a `test` whose tests each get a daemon, and matchers for what it was asked and has become.
import { test as base, expect, type TestAPI } from 'vitest'
import { lendDockerHost } from './daemon/docker-host.ts'
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
   * A running daemon: one that nobody else uses, or as the option `scope` says. It is closed after the test, and its
   * rules are gone with it. A rule that has never fired fails the test, unless it is `optional`; a test that fails
   * prints the last calls.
   */
  docker: DaemonUnderTest<C>
}

/** Those of `startDaemon`, and how tests share the daemon. */
export interface DockerTestOptions<C extends Clock = SteerableClock> extends TestOptions<C> {
  /**
   * Who has a daemon of its own: each `test` (the default), each `file`, or each `worker` of Vitest. Workers that are
   * `isolated`, as they are unless told, have one file each.
   */
  readonly scope?: 'test' | 'file' | 'worker' | undefined
  /**
   * Whether a shared daemon goes back to its beginning before each test: no state, rules or calls of the test before.
   * True if left out. Tests that run side by side cannot have that.
   */
  readonly reset?: boolean | undefined
  /**
   * Whether `process.env.DOCKER_HOST` leads to the daemon while a test runs, also one that does not ask for `docker`.
   * What it was before it is again afterwards. Tests that run side by side cannot have that.
   */
  readonly processEnv?: boolean | undefined
}

/** What Vitest tells fixtures. */
interface Running {
  readonly task: { readonly concurrent?: boolean; readonly name: string; readonly result?: { readonly state: string } }
  onTestFailed(hook: () => void): void
}

type Use<C extends Clock> = (daemon: DaemonUnderTest<C>) => Promise<void>

/**
 * A `test` whose daemons are made with these options.
 *
 * @example
 * const test = dockerTest({ engine: '20.10', seed: 'one', clock: () => manualClock() })
 * const shared = dockerTest({ scope: 'file' })
 */
export function dockerTest<C extends Clock = SteerableClock>(
  options: DockerTestOptions<C> = {},
): TestAPI<DockerFixtures<C>> {
  const { scope = 'test', reset = true, processEnv: auto = false, ...rest } = options

  // not by `await using`, for which the pool vmThreads has no symbol under Node 20
  const during = async (use: Use<C>): Promise<void> => {
    const daemon = await startForTest(rest)
    try {
      await use(daemon)
    } finally {
      await daemon.close()
    }
  }

  const lend = async (daemon: DaemonUnderTest<C>, { task, onTestFailed }: Running, use: Use<C>): Promise<void> => {
    onTestFailed(() => console.error(daemon.lastCalls()))
    if (auto) refuseSideBySide(task, 'process.env.DOCKER_HOST, which the whole process shares')
    const giveBack = auto ? lendDockerHost(daemon.host) : undefined
    try {
      await use(daemon)
    } finally {
      giveBack?.()
    }
    // what went wrong before says more; of rules that stay from test to test nobody knows whose they are
    if (task.result?.state !== 'fail' && (scope === 'test' || reset)) daemon.expectRulesUsed()
  }

  if (scope === 'test') {
    return base.extend<DockerFixtures<C>>({
      docker: [
        async ({ task, onTestFailed }, use) => {
          await during((daemon) => lend(daemon, { task, onTestFailed }, use))
        },
        { auto },
      ],
    })
  }
  return base.extend<DockerFixtures<C> & { sharedDocker: DaemonUnderTest<C> }>({
    sharedDocker: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
      async ({}, use) => {
        await during(use)
      },
      { scope },
    ],
    docker: [
      async ({ sharedDocker, task, onTestFailed }, use) => {
        if (reset) {
          refuseSideBySide(task, `a daemon of its ${scope} that is reset before each test: use "reset: false"`)
          await sharedDocker.renew()
        }
        await lend(sharedDocker, { task, onTestFailed }, use)
      },
      { auto },
    ],
  }) as unknown as TestAPI<DockerFixtures<C>>
}

function refuseSideBySide({ concurrent, name }: Running['task'], what: string): void {
  if (concurrent) throw new Error(`the test "${name}" runs side by side with others, and cannot have ${what}`)
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
