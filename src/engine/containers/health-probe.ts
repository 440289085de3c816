// One run of a health check: an exec that only its events and the list of execs tell of (moby daemon/health.go: cmdProbe).
import { Buffer } from 'node:buffer'
import { durationText } from '../../codec/duration.ts'
import { type Machine, StartError, type Task } from '../../runtime/machine.ts'
import { newId } from '../../world/ids.ts'
import { SIGKILL } from '../signals.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { environment } from './environment.ts'
import type { HealthResult } from './health-state.ts'

/** bytes */
const LONGEST_OUTPUT = 4096

export interface ProbeSpec {
  readonly command: readonly string[]
  /** ns */
  readonly timeout: number
  /** When the container is not checked any more, a check that runs is killed. */
  readonly ended: AbortSignal
}

export async function runProbe(
  context: ContainerContext,
  container: Container,
  { command, timeout, ended }: ProbeSpec,
): Promise<HealthResult> {
  const { clock } = context.world
  const start = clock.now()
  const execID = newId(context.random)
  const words = command.join(' ')
  const output = new LimitedOutput()
  const left = (): void => {
    container.execs.delete(execID)
    touch(container)
  }
  container.execs.add(execID)
  touch(container)
  publish(context, container, `exec_create: ${words}`, { execID })
  publish(context, container, `exec_start: ${words}`, { execID })
  let task: Task
  try {
    context.metrics.healthChecks++
    task = startProbe(context, container, container.machine!, command, output)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    context.metrics.failedHealthChecks++
    left()
    return { start, end: clock.now(), exitCode: -1, output: context.words.execFailed(error.message) }
  }
  context.metrics.healthCheckStarts.observe((clock.now() - start) / 1000)
  const kill = (): void => task.signal(SIGKILL)
  let late = false
  const timer = clock.after(timeout / 1e6, () => {
    late = true
    kill()
  })
  ended.addEventListener('abort', kill, { once: true })
  const { code } = await task.exited
  timer.cancel()
  ended.removeEventListener('abort', kill)
  left()
  publish(context, container, 'exec_die', { execID, exitCode: String(code) })
  const text = String(output)
  if (!late) return { start, end: clock.now(), exitCode: code, output: text }
  const reason = `Health check exceeded timeout (${durationText(timeout)})`
  return { start, end: clock.now(), exitCode: -1, output: text ? `${reason}: ${text}` : reason }
}

/** Keeps the beginning, and says with three dots that there was more. */
class LimitedOutput {
  private readonly kept: Uint8Array[] = []
  private size = 0

  add(bytes: Uint8Array): void {
    if (this.size < LONGEST_OUTPUT) this.kept.push(bytes.slice(0, LONGEST_OUTPUT - this.size))
    this.size += bytes.length
  }

  toString(): string {
    return Buffer.concat(this.kept).toString() + (this.size > LONGEST_OUTPUT ? '...' : '')
  }
}

function startProbe(
  context: ContainerContext,
  container: Container,
  machine: Machine,
  command: readonly string[],
  output: LimitedOutput,
): Task {
  return machine.start({
    argv: command,
    env: environment(context, container, container.config.Env, false),
    cwd: container.config.WorkingDir || '/',
    user: container.config.User,
    groups: container.hostConfig.GroupAdd ?? [],
    tty: false,
    stdin: false,
    output(_stream, bytes) {
      output.add(bytes)
      return undefined
    },
  })
}
