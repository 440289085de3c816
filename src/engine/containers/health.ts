// Health checks: a command run in the container again and again, and what its results make of the container
// (moby daemon/health.go).
import type { Healthcheck } from './config.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { type ProbeSpec, runProbe } from './health-probe.ts'
import type { Health, HealthResult } from './health-state.ts'

/** ns and number, for what was left at zero */
const usual = { Interval: 30e9, Timeout: 30e9, StartInterval: 5e9, Retries: 3 }
const KEPT_RESULTS = 5

const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6

/** The command of a check; none for `NONE`, an empty test or a form that is not known. */
function commandOf(check: Healthcheck, shell: readonly string[] | undefined): readonly string[] | undefined {
  const [form, ...words] = check.Test ?? []
  if (form === 'CMD') return words
  return form === 'CMD-SHELL' ? [...(shell?.length ? shell : ['/bin/sh', '-c']), ...words] : undefined
}

/** Begins to check a container that has just been started; what was found out before is not known any more. */
export function watchHealth(context: ContainerContext, container: Container): void {
  const { Healthcheck: check, Shell } = container.config
  if (!check || !commandOf(check, Shell)) return
  container.health = { status: 'starting', failingStreak: 0, log: container.health?.log ?? [] }
  continueHealth(context, container)
}

export interface HealthReport {
  readonly status: Health['status']
  /** of the check that is said to have found it */
  readonly exitCode?: number | undefined
  readonly output?: string | undefined
}

/** Says what is found out about a container that runs, checks or no checks: its own end, so that it stays so. */
export function reportHealth(
  context: ContainerContext,
  container: Container,
  { status, output = '', exitCode = status === 'healthy' ? 0 : 1 }: HealthReport,
): void {
  const before = container.health
  before?.stop?.()
  const now = context.world.clock.now()
  const results = status === 'starting' ? [] : [{ start: now, end: now, exitCode, output }]
  const least = container.config.Healthcheck?.Retries || usual.Retries
  container.health = {
    status,
    failingStreak: status === 'unhealthy' ? Math.max(least, (before?.failingStreak ?? 0) + 1) : 0,
    log: [...(before?.log ?? []), ...results].slice(-KEPT_RESULTS),
  }
  touch(container)
  // that it has only begun is not told
  if (status !== before?.status && status !== 'starting') publish(context, container, `health_status: ${status}`)
}

/** Checks a container that was paused again, the first time after a whole interval; its status stays for now. */
export function continueHealth(context: ContainerContext, container: Container): void {
  const { health } = container
  const check = container.config.Healthcheck
  const command = check && commandOf(check, container.config.Shell)
  if (!health || !command) return
  const ended = new AbortController()
  health.stop = () => ended.abort()
  monitor(context, container, health, check, command, ended.signal)
}

function monitor(
  context: ContainerContext,
  container: Container,
  health: Health,
  check: Healthcheck,
  command: readonly string[],
  ended: AbortSignal,
): void {
  const { clock, logger } = context.world
  const isEarly = (at: number): boolean =>
    health.status === 'starting' && at - (container.state.startedAt ?? 0) < milliseconds(check.StartPeriod ?? 0)
  const spec: ProbeSpec = { command, timeout: check.Timeout || usual.Timeout, ended }

  const judge = (result: HealthResult): void => {
    if (ended.aborted) return
    logger.log('debug', `Health check for container ${container.id} done (exitCode=${result.exitCode})`)
    const before = health.status
    health.log = [...health.log, result].slice(-KEPT_RESULTS)
    if (result.exitCode === 0) {
      health.failingStreak = 0
      health.status = 'healthy'
    } else if (!isEarly(result.start)) {
      health.failingStreak++
      if (health.failingStreak >= (check.Retries || usual.Retries)) health.status = 'unhealthy'
    }
    touch(container)
    if (health.status !== before) publish(context, container, `health_status: ${health.status}`)
    plan()
  }
  const plan = (): void => {
    const wait = isEarly(clock.now()) ? check.StartInterval || usual.StartInterval : check.Interval || usual.Interval
    const timer = clock.after(milliseconds(wait), () => {
      ended.removeEventListener('abort', cancel)
      logger.log('debug', `Running health check for container ${container.id} ...`)
      void runProbe(context, container, spec).then(judge)
    })
    const cancel = (): void => timer.cancel()
    ended.addEventListener('abort', cancel, { once: true })
  }
  plan()
}
