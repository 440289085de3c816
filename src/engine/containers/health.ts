// Health checks: a command run in the container again and again, and what its results make of the container
// (moby daemon/health.go).
import { Buffer } from 'node:buffer'
import { type Machine, StartError, type Task } from '../../runtime/machine.ts'
import { newId } from '../../world/ids.ts'
import type { Healthcheck } from './config.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { environment } from './environment.ts'
import type { Health, HealthResult } from './health-state.ts'

/** ns and number, for what was left at zero */
const usual = { Interval: 30e9, Timeout: 30e9, StartInterval: 5e9, Retries: 3 }
const KEPT_RESULTS = 5
/** bytes */
const LONGEST_OUTPUT = 4096

const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6

/** The command of a check; none for `NONE`, an empty test or a form that is not known. */
function commandOf(check: Healthcheck, shell: readonly string[] | undefined): readonly string[] | undefined {
  const [form, ...words] = check.Test ?? []
  if (form === 'CMD') return words
  return form === 'CMD-SHELL' ? [...(shell ?? ['/bin/sh', '-c']), ...words] : undefined
}

/** Begins to check a container that has just been started; it ends with the container's machine. */
export function watchHealth(context: ContainerContext, container: Container): void {
  const check = container.config.Healthcheck
  const command = check && commandOf(check, container.config.Shell)
  if (!check || !command) return
  const { machine } = container
  const { clock } = context.world
  const health: Health = { status: 'starting', failingStreak: 0, log: container.health?.log ?? [] }
  container.health = health
  const inStartPeriod = (): boolean =>
    health.status === 'starting' &&
    clock.now() - (container.state.startedAt ?? 0) < milliseconds(check.StartPeriod ?? 0)
  const lives = (): boolean => container.machine === machine && container.health === health

  const plan = (): void => {
    const wait = inStartPeriod() ? check.StartInterval || usual.StartInterval : check.Interval || usual.Interval
    clock.after(milliseconds(wait), () => {
      if (!lives()) return
      // who is paused is not asked
      if (container.state.status === 'paused') plan()
      else void probe(context, container, command, check).then(judge)
    })
  }
  const judge = (result: HealthResult): void => {
    if (!lives()) return
    const before = health.status
    health.log = [...health.log, result].slice(-KEPT_RESULTS)
    if (result.exitCode === 0) {
      health.failingStreak = 0
      health.status = 'healthy'
    } else if (!inStartPeriod()) {
      health.failingStreak++
      if (health.failingStreak >= (check.Retries || usual.Retries)) health.status = 'unhealthy'
    }
    touch(container)
    if (health.status !== before) publish(context, container, `health_status: ${health.status}`)
    plan()
  }
  plan()
}

/** Runs the check once, as an exec that only its events tell of. */
async function probe(
  context: ContainerContext,
  container: Container,
  command: readonly string[],
  check: Healthcheck,
): Promise<HealthResult> {
  const { clock } = context.world
  const start = clock.now()
  const execID = newId(context.random)
  const words = command.join(' ')
  publish(context, container, `exec_create: ${words}`, { execID })
  publish(context, container, `exec_start: ${words}`, { execID })
  const output: Uint8Array[] = []
  let task: Task
  try {
    task = startProbe(context, container, container.machine!, command, output)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    return { start, end: clock.now(), exitCode: -1, output: error.message }
  }
  const timeout = check.Timeout || usual.Timeout
  let late = false
  const timer = clock.after(milliseconds(timeout), () => {
    late = true
    task.signal(9)
  })
  const { code } = await task.exited
  timer.cancel()
  publish(context, container, 'exec_die', { execID, exitCode: String(code) })
  const text = Buffer.concat(output).subarray(0, LONGEST_OUTPUT).toString()
  if (!late) return { start, end: clock.now(), exitCode: code, output: text }
  const reason = `Health check exceeded timeout (${timeout / 1e9}s)`
  return { start, end: clock.now(), exitCode: -1, output: text ? `${reason}: ${text}` : reason }
}

function startProbe(
  context: ContainerContext,
  container: Container,
  machine: Machine,
  command: readonly string[],
  output: Uint8Array[],
): Task {
  let size = 0
  return machine.start({
    argv: command,
    env: environment(context, container, container.config.Env, false),
    cwd: container.config.WorkingDir || '/',
    user: container.config.User,
    groups: container.hostConfig.GroupAdd ?? [],
    tty: false,
    stdin: false,
    output(_stream, bytes) {
      if (size <= LONGEST_OUTPUT) output.push(bytes.slice())
      size += bytes.length
      return undefined
    },
  })
}
