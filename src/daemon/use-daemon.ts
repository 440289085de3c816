// A daemon for tests of any runner that has hooks: Jest, Mocha, node:test.
import { dockerMatchers } from '../scenario/journal/matchers.ts'
import type { Clock } from '../world/clock.ts'
import type { SteerableClock } from '../world/steerable-clock.ts'
import { lendDockerHost } from './docker-host.ts'
import { isWithin, runningTest } from './running-test.ts'
import { type DaemonUnderTest, startForTest, type TestOptions } from './under-test.ts'

/** By `this` some runners tell of the test. */
type Hook = (hook: (this: unknown) => Promise<void>) => unknown

/** What a runner of tests has, as globals or to be imported. */
export interface Runner {
  readonly beforeEach: Hook
  readonly afterEach: Hook
  /** Of Jest. */
  readonly afterAll?: Hook | undefined
  /** Of Mocha and node:test. */
  readonly after?: Hook | undefined
  /** Gets the matchers. */
  readonly expect?: { extend?(matchers: typeof dockerMatchers): void } | undefined
}

/** Those of `startDaemon`, and how tests share the daemon. */
export interface UseDaemonOptions<C extends Clock = SteerableClock> extends TestOptions<C> {
  /** Who has a daemon of its own: each `test` (the default), or the whole `file` or block that the hooks are for. */
  readonly scope?: 'test' | 'file' | undefined
  /** Whether a daemon of a file goes back to its beginning before each test: true if left out. */
  readonly reset?: boolean | undefined
  /** Whether `process.env.DOCKER_HOST` leads to the daemon while a test runs; what it was before it is again afterwards. */
  readonly processEnv?: boolean | undefined
}

/** Where the tests run: not always where mockerd does. */
export interface TestHouse {
  readonly env: NodeJS.ProcessEnv
  /** Whether the test that ends has failed; undefined if nobody knows. */
  hasFailed(): boolean | undefined
}

/**
 * Starts the daemons and closes them in time; returns how to get at that of the test that runs. Tests inside of that one
 * (`t.test` of node:test) have the same; a test that begins beside it is refused.
 */
export function useDaemonIn<C extends Clock = SteerableClock>(
  house: TestHouse,
  runner: Partial<Runner>,
  options: UseDaemonOptions<C> = {},
): () => DaemonUnderTest<C> {
  const { scope = 'test', reset = true, processEnv = false, ...rest } = options
  const { beforeEach, afterEach, afterAll, after, expect } = checked(runner, scope)
  expect?.extend?.(dockerMatchers)
  const shared = scope === 'file'
  let daemon: DaemonUnderTest<C> | undefined
  let isAmid = false
  let holder: string | undefined
  let giveBack: (() => void) | undefined
  const close = async (): Promise<void> => {
    const over = daemon
    daemon = undefined
    await over?.close()
  }
  const begin = async (): Promise<void> => {
    if (daemon && reset) await daemon.renew()
    daemon ??= await startForTest(rest)
    if (processEnv) giveBack = lendDockerHost(daemon.host, house.env)
  }
  beforeEach(async function () {
    const { name } = runningTest(this)
    if (isAmid && isWithin(name, holder)) return
    if (isAmid) throw new Error(sideBySide(name))
    isAmid = true
    holder = name
    try {
      await begin()
    } catch (error) {
      isAmid = false
      throw error
    }
  })
  afterEach(async function () {
    const test = runningTest(this)
    if (test.name !== holder) return
    const over = daemon
    isAmid = false
    giveBack?.()
    giveBack = undefined
    const failed = house.hasFailed() ?? test.failed
    if (failed && over) console.error(over.lastCalls())
    if (!shared) await close()
    // what went wrong before says more; of rules that stay from test to test nobody knows whose they are
    if (!failed && (!shared || reset)) over?.expectRulesUsed()
  })
  if (shared) (afterAll ?? after)!(close)
  return () => {
    if (!daemon || !isAmid) throw new Error(outside)
    return daemon
  }
}

const outside =
  'no test has a daemon now: call this inside of one, or in a hook that comes after useDaemon. Where tests have no hooks (test.concurrent of Jest), start a daemon in the test with startDaemon'

const sideBySide = (name: string | undefined): string =>
  `${name === undefined ? 'a test' : `the test "${name}"`} runs side by side with another one, and cannot have the daemon of useDaemon: start one in the test with startDaemon`

function checked(runner: Partial<Runner>, scope: 'test' | 'file'): Runner {
  if (scope !== 'test' && scope !== 'file') {
    throw new Error(`useDaemon has the scopes "test" and "file", and not ${JSON.stringify(scope)}`)
  }
  const { beforeEach, afterEach, afterAll, after } = runner
  const missing = [
    beforeEach ? [] : 'beforeEach',
    afterEach ? [] : 'afterEach',
    scope === 'test' || afterAll || after ? [] : 'afterAll',
  ].flat()
  if (beforeEach && afterEach && missing.length === 0) return { ...runner, beforeEach, afterEach }
  throw new Error(
    `there is no ${missing.join(' and no ')} among the globals: give them to useDaemon, as useDaemon({}, { beforeEach, afterEach, afterAll, expect })`,
  )
}
