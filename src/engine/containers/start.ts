// Starting a container: its networks, its ports, its machine, its main process.

import { StartError, type TaskSpec } from '../../runtime/machine.ts'
import { broken, conflict, invalid, Refusal, unchanged } from '../../world/refusal.ts'
import { connect, disconnect } from './connection.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { environment } from './environment.ts'
import { etcMounts } from './etc-files.ts'
import { onExit } from './exit.ts'
import { watchHealth } from './health.ts'
import { logStartProblem } from './log-config.ts'
import { machineOptions } from './machine-options.ts'
import { removeNow } from './remove.ts'
import { isUp, started, startFailed } from './state.ts'

/** Refuses what cannot be started in the state that it is in (moby daemon/start.go: ContainerStart). */
export function checkStartable(container: Container): void {
  if (container.state.status === 'paused') throw conflict('cannot start a paused container, try unpause instead')
  if (container.state.status === 'running') throw unchanged('container is already running')
  if (container.doomed) throw conflict('container is marked for removal and cannot be started')
}

/** Starts it, or leaves it as it was with the reason in its state. */
export function startContainer(context: ContainerContext, container: Container): void {
  checkStartable(container)
  const fail = (exitCode: number, error: Refusal): never => {
    container.state = startFailed(container.state, exitCode, error.message)
    touch(container)
    disconnect(context, container)
    if (container.machine) container.machine.destroy()
    container.machine = undefined
    container.output.close()
    container.waiters.exited({ exitCode })
    // who waits for the removal of a container that never ran must not wait for ever
    if (container.hostConfig.AutoRemove) removeNow(context, container, { volumes: true })
    throw error
  }
  try {
    connect(context, container)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    fail(128, error)
  }
  for (const { type, name, destination, driver, propagation, writable } of container.mounts) {
    if (type !== 'volume' || name === undefined) continue
    // a volume of another container (`--volumes-from`) is claimed from the first start on only
    context.volumes.claim(name, container.id)
    context.world.events.publish({
      type: 'volume',
      action: 'mount',
      id: name,
      attributes: {
        container: container.id,
        destination,
        driver: driver ?? 'local',
        propagation,
        'read/write': String(writable),
      },
    })
  }
  const problem = logStartProblem(container.hostConfig.LogConfig)
  if (problem) fail(128, broken(`failed to create task for container: failed to initialize logging driver: ${problem}`))
  const now = context.world.clock.now()
  try {
    container.etcFiles = etcMounts(container, context.newTree(), now)
    container.machine = context.newMachine(machineOptions(context, container, now))
    container.log.begin()
    container.task = container.machine.start(taskSpec(container))
    const [rows = 0, columns = 0] = container.hostConfig.ConsoleSize ?? []
    if (container.config.Tty && rows > 0 && columns > 0) container.task.resize(rows, columns)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    // a user who is not there is dockerd's own finding, before the runtime is asked
    if (/^(unable to find|uids and gids)/.test(error.message)) fail(128, broken(error.message))
    fail(error.code, invalid(context.words.startFailed(error.message)))
  }
  container.stoppedByHand = false
  container.state = started(container.state, context.nextPid(), now)
  touch(container)
  publish(context, container, 'start')
  container.waiters.started()
  watchHealth(context, container)
  const { task } = container
  void task!.exited.then((status) => onExit(context, container, task!, status, startContainer))
}

/** The main process, as the client and the image want it. */
function taskSpec(container: Container): TaskSpec {
  const { config, hostConfig, log, output } = container
  const keepLog = hostConfig.LogConfig.Type !== 'none'
  return {
    argv: [...(hostConfig.Init ? ['/sbin/docker-init', '--'] : []), ...commandLine(container)],
    env: environment(container, config.Env, config.Tty),
    cwd: config.WorkingDir || '/',
    user: config.User,
    groups: hostConfig.GroupAdd ?? [],
    tty: config.Tty,
    stdin: config.OpenStdin,
    output(stream, bytes) {
      if (keepLog) log.append(stream, bytes)
      return output.write(stream, bytes)
    },
  }
}

export function commandLine({ config }: Container): string[] {
  return [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])]
}

/** Whether it has a main process that runs. */
export const isRunning = (container: Container): boolean => isUp(container.state)
