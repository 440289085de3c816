// Attaching to a container: what it printed, what it prints, what is typed (moby daemon/attach.go).
import type { Duplex } from 'node:stream'
import { frame } from '../../codec/frames.ts'
import type { Task } from '../../runtime/machine.ts'
import { conflict } from '../../world/refusal.ts'
import type { Container } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { detachFilter, parseDetachKeys } from './detach-keys.ts'
import { readLogs } from './logging/reader.ts'
import type { Output } from './output.ts'
import { writePaced } from './paced.ts'

export interface AttachOptions {
  /** what was printed before */
  readonly logs: boolean
  /** what is printed from now on, and what is typed */
  readonly stream: boolean
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  /** `ctrl-p,ctrl-q` if left out */
  readonly detachKeys?: string | undefined
  /** in frames; plain bytes for a terminal or when the client cannot take frames */
  readonly multiplexed: boolean
}

/** Refuses what cannot be attached to, before the connection changes hands. */
export function checkAttachable(container: Container, reference: string, detachKeys: string | undefined): Uint8Array {
  const keys = parseDetachKeys(detachKeys)
  if (container.state.status === 'paused') {
    throw conflict(`container ${reference} is paused, unpause the container before attach`)
  }
  if (container.state.status === 'restarting') {
    throw conflict(`container ${reference} is restarting, wait until the container is running`)
  }
  return keys
}

/** Serves one attached client until the container ends, the client goes, or its detach keys are typed. */
export async function attach(
  context: ContainerContext,
  container: Container,
  options: AttachOptions,
  keys: Uint8Array,
  socket: Duplex,
  signal: AbortSignal,
): Promise<void> {
  // joined before anything else: no piece of output may fall between the log and the live stream
  const live = options.stream ? joinOutput(container.output, options, socket) : undefined
  try {
    if (options.logs) {
      const { stdout, stderr, multiplexed } = options
      const query = { stdout, stderr, plain: !multiplexed, timestamps: false, details: false, follow: false }
      for await (const bytes of readLogs(container, query, signal)) await writePaced(socket, bytes)
    }
    if (!live) return
    publish(context, container, 'attach')
    if (!options.stdin && !options.stdout && !options.stderr) return
    const { OpenStdin, StdinOnce, Tty } = container.config
    const typed =
      options.stdin && OpenStdin
        ? typeInto(socket, () => startedTask(container), Tty ? keys : none, StdinOnce && !Tty)
        : ignoreInput(socket)
    // a container that is not up yet is about to be started: its end is awaited, not its absence
    const ended = live.ended
    const detached = await Promise.race([ended.then(() => false), typed, goneAway(socket)])
    if (detached) publish(context, container, 'detach')
  } finally {
    live?.leave()
  }
}

interface LiveOutput {
  readonly ended: Promise<void>
  leave(): void
}

function joinOutput(output: Output, options: AttachOptions, socket: Duplex): LiveOutput {
  let leave = (): void => {}
  const ended = new Promise<void>((resolve) => {
    leave = output.join({
      piece(stream, bytes) {
        if (stream === 1 ? !options.stdout : !options.stderr) return undefined
        return writePaced(socket, options.multiplexed ? frame(stream, bytes) : bytes)
      },
      closed: resolve,
    })
  })
  return { ended, leave: () => leave() }
}

/** The task, as soon as there is one: what is typed before the start waits for it. */
async function startedTask(container: Container): Promise<Task | undefined> {
  if (!container.task) await new Promise<void>((resolve) => container.waiters.addForStart(resolve))
  return container.task
}

const none = new Uint8Array()

/**
 * Gives what the client types to the process; resolves to true when the detach keys came. The client's half-close
 * closes the process's standard input and lets the client read on, or it ends the client's attachment alone (moby
 * container/stream/attach.go: CopyStreams).
 * @param closes which of both: the first if the input is meant for one client, and is no terminal
 */
export async function typeInto(
  socket: Duplex,
  task: () => Promise<Task | undefined> | Task | undefined,
  keys: Uint8Array,
  closes: boolean,
): Promise<boolean> {
  const filter = detachFilter(keys)
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      const { bytes, detached } = filter(chunk as Uint8Array)
      if (bytes.length > 0) await (await task())?.write(bytes)
      if (detached) return true
    }
  } catch {
    // the client is gone; what it typed stays typed
  }
  if (!closes) return false
  ;(await task())?.end()
  return new Promise(() => {})
}

/** Reads and forgets, so that the client's going away is noticed. */
function ignoreInput(socket: Duplex): Promise<boolean> {
  socket.resume()
  return new Promise(() => {})
}

/** Resolves to false when the connection is closed. */
function goneAway(socket: Duplex): Promise<boolean> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve(false)
    socket.once('close', () => resolve(false))
    socket.once('error', () => resolve(false))
  })
}
