// An exec as inspect shows it (moby daemon/inspect.go: ContainerExecInspect).
import { Buffer } from 'node:buffer'
import { parseDetachKeys } from '../containers/detach-keys.ts'
import type { Exec } from './exec.ts'
import { isForgettable } from './exec-memory.ts'

/** @param now ms since 1970 */
export function inspectExec(exec: Exec, now: number): Record<string, unknown> {
  const { config } = exec
  const isBehind = seemsToRun(exec, now)
  const [entrypoint = '', ...args] = config.command
  return {
    ID: exec.id,
    Running: exec.running || isBehind,
    ExitCode: isBehind ? null : exec.exitCode,
    ProcessConfig: {
      tty: config.tty,
      entrypoint,
      arguments: args,
      privileged: config.privileged,
      ...(config.user && { user: config.user }),
    },
    OpenStdin: config.attachStdin,
    OpenStderr: config.attachStderr,
    OpenStdout: config.attachStdout,
    CanRemove: isForgettable(exec, now),
    ContainerID: exec.container.id,
    // Go writes bytes in base64
    DetachKeys: config.detachKeys && Buffer.from(parseDetachKeys(config.detachKeys)).toString('base64'),
    Pid: exec.pid,
  }
}

/** Whether it is said to run although it has ended. Counts who asks. */
function seemsToRun(exec: Exec, now: number): boolean {
  const { lag, endedAt } = exec
  if (lag === undefined || endedAt === undefined) return false
  if (now - endedAt < lag.time) return true
  if (lag.inspects === 0) return false
  exec.lag = { ...lag, inspects: lag.inspects - 1 }
  return true
}
