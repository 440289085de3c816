// Execs: made, started once, looked at (moby daemon/exec.go).
import type { Duplex } from 'node:stream'
import { frame } from '../../codec/frames.ts'
import { StartError } from '../../runtime/machine.ts'
import { type GoBack, together } from '../../world/checkpoint.ts'
import { newId } from '../../world/ids.ts'
import { broken, conflict, invalid, missing, Refusal } from '../../world/refusal.ts'
import { typeInto } from '../containers/attach.ts'
import { type Container, touch } from '../containers/container.ts'
import { type ContainerContext, publish } from '../containers/context.ts'
import { parseDetachKeys } from '../containers/detach-keys.ts'
import { environment } from '../containers/environment.ts'
import { writePaced } from '../containers/paced.ts'
import { isUp } from '../containers/state.ts'
import type { Exec, ExecConfig, ExecLag } from './exec.ts'
import { execMemory } from './exec-memory.ts'

export interface ExecStart {
  readonly tty: boolean
  /** the client's connection; none for a detached start */
  readonly socket: Duplex | undefined
  /** rows and columns */
  readonly size?: readonly [number, number] | undefined
}

export interface Execs {
  create(reference: string, config: ExecConfig): Exec
  find(id: string): Exec
  /** Refuses what cannot be started, while that can still be said with a status. */
  checkStart(exec: Exec): void
  /** Starts it and serves its connection until it ends; a detached one ends by itself. */
  start(exec: Exec, options: ExecStart): Promise<void>
  /** Of one that is not started yet, as soon as it is; after ten seconds it refuses. */
  resize(exec: Exec, rows: number, columns: number): Promise<void>
  /** Execs that end from now on are said to run for a while; returns how to take that back. */
  lagBehind(lag: ExecLag, isMeant: (container: Container) => boolean): () => void
  /** Those of a container that is gone. */
  forget(container: Container): void
  checkpoint(): GoBack
}

/** ms that a resize waits for the start of an exec */
const RESIZE_PATIENCE = 10_000

export function createExecs(context: ContainerContext): Execs {
  const { clock } = context.world
  const memory = execMemory(clock)
  const random = context.random.fork('execs')
  const { words } = context

  const checkContainer = (container: Container, reference: string): void => {
    const { status } = container.state
    if (status === 'paused') throw conflict(`Container ${reference} is paused, unpause the container before exec`)
    if (status === 'restarting')
      throw conflict(`Container ${container.id} is restarting, wait until the container is running`)
    if (!isUp(container.state)) throw conflict(words.notRunning(container.id))
  }

  const lags = new Set<{ readonly lag: ExecLag; isMeant(container: Container): boolean }>()

  const started = (exec: Exec): void => {
    exec.hasRun = true
    exec.running = true
    touch(exec.container)
  }

  const ended = (exec: Exec, exitCode: number): void => {
    exec.running = false
    exec.exitCode = exitCode
    exec.task = undefined
    exec.endedAt = clock.now()
    exec.lag = [...lags].find(({ isMeant }) => isMeant(exec.container))?.lag
    exec.container.execs.delete(exec.id)
    touch(exec.container)
  }

  const stopWaiting = (exec: Exec): void => {
    for (const resolve of exec.awaited.splice(0)) resolve()
  }

  const failed = (exec: Exec, exitCode: number): void => {
    ended(exec, context.differences.has('failed-execs-end-with-126') ? 126 : exitCode)
    stopWaiting(exec)
  }

  /** moby daemon/resize.go: ContainerExecResize */
  const startOf = (exec: Exec): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = clock.after(RESIZE_PATIENCE, () => reject(broken('timeout waiting for exec session ready')))
      exec.awaited.push(() => {
        timer.cancel()
        resolve()
      })
    })

  return {
    create(reference, config) {
      const container = context.table.find(reference)
      checkContainer(container, reference)
      if (config.command.length === 0) throw invalid('No exec command specified')
      parseDetachKeys(config.detachKeys, (keys) => broken(`Invalid escape keys (${keys}) provided`))
      if (!context.differences.has('execs-check-users-late')) checkUser(container, config.user)
      const exec: Exec = {
        id: newId(random),
        container,
        config,
        machine: container.machine,
        hasRun: false,
        running: false,
        exitCode: null,
        pid: 0,
        task: undefined,
        endedAt: undefined,
        lag: undefined,
        awaited: [],
      }
      memory.add(exec)
      container.execs.add(exec.id)
      touch(container)
      publish(context, container, `exec_create: ${told(config.command)}`, { execID: exec.id })
      return exec
    },

    find(id) {
      const exec = memory.get(id)
      if (!exec || context.table.get(exec.container.id) !== exec.container) {
        throw missing(`No such exec instance: ${id}`)
      }
      return exec
    },

    checkStart(exec) {
      if (exec.running) throw conflict(words.execIsRunning(exec.id))
      if (exec.hasRun) throw conflict(words.execHasRun(exec.id))
      checkContainer(exec.container, exec.container.id)
    },

    async start(exec, { tty, socket, size }) {
      const { container, config } = exec
      this.checkStart(exec)
      const write = (stream: 1 | 2, bytes: Uint8Array): Promise<void> | undefined => {
        if (!socket || (stream === 1 ? !config.attachStdout : !config.attachStderr)) return undefined
        return writePaced(socket, tty ? bytes : frame(stream, bytes))
      }
      const cwd = config.workingDirectory || container.config.WorkingDir || '/'
      started(exec)
      publish(context, container, `exec_start: ${told(config.command)}`, { execID: exec.id })
      if (!cwd.startsWith('/')) {
        failed(exec, 128)
        throw invalid(words.execRefused('Cwd must be an absolute path'))
      }
      try {
        exec.task = container.machine!.start({
          argv: config.command,
          env: environment(context, container, [...container.config.Env, ...config.env], config.tty),
          cwd,
          user: config.user || container.config.User,
          groups: container.hostConfig.GroupAdd ?? [],
          tty: config.tty,
          stdin: config.attachStdin,
          privileged: config.privileged,
          output: write,
        })
      } catch (error) {
        if (!(error instanceof StartError)) throw error
        failed(exec, error.code)
        // dockerd finds out itself who is not there
        throw isUserMissing(error) ? invalid(error.message) : invalid(words.execFailed(error.message))
      }
      exec.pid = context.nextPid()
      const { task } = exec
      const wanted = size ?? config.size
      if (wanted && config.tty) task.resize(...wanted)
      stopWaiting(exec)
      const finished = task.exited.then(({ code }) => {
        ended(exec, code)
        publish(context, container, 'exec_die', { execID: exec.id, exitCode: String(code) })
      })
      if (!socket) return
      const keys = config.tty ? parseDetachKeys(config.detachKeys) : new Uint8Array()
      const typed = config.attachStdin ? typeInto(socket, () => task, keys, !config.tty) : drain(socket)
      const detached = await Promise.race([finished.then(() => false), typed])
      if (detached) publish(context, container, 'exec_detach', { execID: exec.id })
    },

    async resize(exec, rows, columns) {
      checkContainer(exec.container, exec.container.id)
      if (!exec.hasRun) await startOf(exec)
      if (exec.pid === 0) throw invalid('exec process is not started')
      if (!exec.task) throw missing(`NotFound: process does not exist ${exec.id}: not found`)
      exec.task.resize(rows, columns)
    },

    lagBehind(lag, isMeant) {
      const own = { lag, isMeant }
      lags.add(own)
      return () => void lags.delete(own)
    },

    forget: (container) => memory.forget(container),
    checkpoint: () => together(memory.checkpoint(), random.checkpoint()),
  }
}

/** Whether the failure is about the user or group, which dockerd looks up itself. */
export const isUserMissing = ({ message }: StartError): boolean => /^(unable to find|uids and gids)/.test(message)

function checkUser(container: Container, user: string): void {
  if (!user) return
  try {
    container.machine?.checkUser(user)
  } catch (error) {
    throw error instanceof StartError ? invalid(error.message) : error
  }
}

/** Reads and forgets; never resolves: the process's end is what counts. */
function drain(socket: Duplex): Promise<boolean> {
  socket.resume()
  return new Promise(() => {})
}

/** What a failed start writes into a connection that is open already. */
export function startFailure(error: unknown, tty: boolean): Uint8Array {
  const text = `${error instanceof Refusal ? error.message : String(error)}\r\n`
  const bytes = new TextEncoder().encode(text)
  return tty ? bytes : frame(1, bytes)
}

/** The command in an event: a blank stands behind the program, whether arguments follow or not. */
const told = ([program, ...args]: readonly string[]): string => `${program} ${args.join(' ')}`
