// Starting a container: its networks, its ports, its machine, its main process.

import { StartError, type Task, type TaskSpec } from '../../runtime/machine.ts'
import { broken, conflict, invalid, unchanged } from '../../world/refusal.ts'
import { composePause } from './compose-pause.ts'
import { checkSharedNetwork, connect, disconnectAfterFailure, openSandbox } from './connection.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { hasInit } from './daemon-defaults.ts'
import { environment } from './environment.ts'
import { etcMounts } from './etc-files.ts'
import { onExit } from './exit.ts'
import { watchHealth } from './health.ts'
import { logStartProblem } from './logging/config.ts'
import { machineOptions } from './machine-options.ts'
import { openPorts } from './published-ports.ts'
import { removeQuietly } from './remove.ts'
import { checkStart } from './start-checks.ts'
import { started, startFailed } from './state.ts'
import { leaveVolumes, useVolumes } from './volume-use.ts'

/** Refuses what cannot be started in the state that it is in (moby daemon/start.go: ContainerStart). */
export function checkStartable(container: Container): void {
  if (container.state.status === 'paused') throw conflict('cannot start a paused container, try unpause instead')
  if (container.state.status === 'running') throw unchanged('container is already running')
  if (container.doomed) throw conflict('container is marked for removal and cannot be started')
}

/** Starts it, or leaves it as it was with the reason in its state. */
export function startContainer(context: ContainerContext, container: Container): void {
  checkStartable(container)
  const now = context.world.clock.now()
  try {
    bringUp(context, container, now)
  } catch (error) {
    const [exitCode, reason] = startRefusal(context, error)
    giveUp(context, container, exitCode, reason)
    throw reason
  }
  container.stoppedByHand = false
  container.restartCancelled = false
  container.state = started(container.state, context.nextPid(), now)
  touch(container)
  publish(context, container, 'start')
  context.metrics.containerActions.observe('start', context.world.clock.now() - now)
  container.waiters.started()
  watchHealth(context, container)
  awaitEnd(context, container, container.task!)
}

function awaitEnd(context: ContainerContext, container: Container, task: Task): void {
  void task.exited.then((status) => onExit(context, container, task, status, startWhenReady))
}

/**
 * Its main process begins anew, and nobody is told: the container is what it was before and in the state that it was in.
 * Throws a StartError when its files do not let it.
 */
export function beginAnew(context: ContainerContext, container: Container): void {
  const startedAt = container.state.startedAt ?? context.world.clock.now()
  container.machine = context.newMachine(machineOptions(context, container, startedAt))
  container.task = container.machine.start(taskSpec(context, container))
  if (container.state.status === 'paused') container.machine.pause()
  awaitEnd(context, container, container.task)
}

/** The same as soon as machines can be made and the real ports behind its published ones are open; at once if there are none. */
export function startWhenReady(context: ContainerContext, container: Container): Promise<void> | void {
  const slow = context.machinesComing() ?? context.driver.troubles?.wait()
  if (slow) return slow.then(() => startWithPorts(context, container))
  return startWithPorts(context, container)
}

function startWithPorts(context: ContainerContext, container: Container): Promise<void> | void {
  const ready = openPorts(context, container)
  if (!ready) return startContainer(context, container)
  return ready.then(() => startContainer(context, container)).finally(() => context.ports.drop(container.id))
}

/** In the order in which dockerd comes to find out that it cannot be done. */
function bringUp(context: ContainerContext, container: Container, now: number): void {
  const networksFirst = context.differences.has('networks-come-before-the-task')
  checkSharedNetwork(context, container)
  // it has a namespace even when there is no bridge to join; the next time it is known to have no network
  openSandbox(container)
  if (networksFirst) connect(context, container)
  container.hostFolder = 'etc'
  container.blanks.delete('Runtime')
  useVolumes(context, container)
  checkStart(context, container)
  const problem = logStartProblem(container)
  if (problem) throw broken(context.words.loggingFailed(problem))
  container.hostFolder = 'log'
  container.etcFiles = etcMounts(context, container, now)
  container.machine = context.newMachine(machineOptions(context, container, now))
  container.log.begin()
  // what the process does begins later, with its networks there
  container.task = container.machine.start(taskSpec(context, container))
  if (!networksFirst) connect(context, container)
  const [rows = 0, columns = 0] = container.hostConfig.ConsoleSize ?? []
  if (container.config.Tty && rows > 0 && columns > 0) container.task.resize(rows, columns)
}

/** The exit code of a start that failed, and what the client is told: of a defect, what was thrown. */
function startRefusal({ words }: ContainerContext, error: unknown): [exitCode: number, reason: Error] {
  if (!(error instanceof StartError)) return [128, error as Error]
  // a user who is not there is dockerd's own finding, before the runtime is asked
  if (/^(unable to find|uids and gids)/.test(error.message)) return [128, broken(error.message)]
  return [error.code, invalid(words.startFailed(error.message))]
}

function giveUp(context: ContainerContext, container: Container, exitCode: number, { message }: Error): void {
  container.state = startFailed(container.state, exitCode, message)
  disconnectAfterFailure(context, container)
  leaveVolumes(context, container)
  container.machine?.destroy()
  container.machine = undefined
  container.task = undefined
  touch(container)
  container.output.close()
  // who waits for the removal of a container that never ran must not wait for ever
  if (container.hostConfig.AutoRemove) removeQuietly(context, container, { volumes: true })
}

/** The main process, as the client and the image want it. */
function taskSpec(context: ContainerContext, container: Container): TaskSpec {
  const { config, hostConfig, log, output } = container
  const keepLog = hostConfig.LogConfig.Type !== 'none'
  return {
    argv: [
      ...(hasInit(hostConfig, context.settings.now) ? ['/sbin/docker-init', '--'] : []),
      ...commandLine(container),
    ],
    env: environment(context, container, config.Env, config.Tty),
    cwd: config.WorkingDir || '/',
    user: config.User,
    groups: hostConfig.GroupAdd ?? [],
    tty: config.Tty,
    stdin: config.OpenStdin,
    standsStill: composePause(container),
    output(stream, bytes) {
      if (keepLog) log.append(stream, bytes)
      return output.write(stream, bytes)
    },
  }
}

export function commandLine({ config }: Container): string[] {
  return [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])]
}
