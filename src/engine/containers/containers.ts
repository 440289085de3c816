// The containers of an engine. What they do while they live is grouped by aspect: lifecycle, io, watching.
import type { Duplex } from 'node:stream'
import type { Filters } from '../../gen/operations.ts'
import type { Change } from '../../storage/tree.ts'
import { conflict, Refusal } from '../../world/refusal.ts'
import { timed } from '../metrics/timed.ts'
import { type Archives, createArchives } from './archive.ts'
import { type AttachOptions, attach, checkAttachable } from './attach.ts'
import type { CommitOptions } from './commit.ts'
import type { Container } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { type CreateRequest, createContainer } from './create.ts'
import type { RequestedHostConfig } from './host-config.ts'
import { inspectContainer } from './inspect.ts'
import { committing, listingProcesses } from './late.ts'
import { type ListOptions, listContainers } from './list.ts'
import { checkReadable } from './logging/config.ts'
import { type LogQuery, readLogs } from './logging/reader.ts'
import { createMishaps, type Mishaps } from './mishaps.ts'
import { pauseContainer, unpauseContainer } from './pause.ts'
import { type PruneReport, pruneContainers } from './prune.ts'
import { type RemoveOptions, removeContainer } from './remove.ts'
import { renameContainer } from './rename.ts'
import { startWhenReady } from './start.ts'
import { isUp } from './state.ts'
import { StatsCollector } from './stats/collector.ts'
import { measure } from './stats/measure.ts'
import { type StatsOptions, statsOf } from './stats/stream.ts'
import { killContainer, restartContainer, type StopOptions, stopContainer } from './stop.ts'
import type { Top } from './top/top.ts'
import { updateContainer } from './update.ts'
import type { WaitCondition, WaitResult } from './waiters.ts'

export interface Containers {
  all(): Iterable<Container>
  /** By id, name, or the beginning of an id; throws `No such container: X`. */
  find(reference: string): Container
  create(request: CreateRequest): Container
  /** The JSON of a list, newest first, in UTF-8. */
  list(options: ListOptions): Uint8Array
  inspect(container: Container, size: boolean): Record<string, unknown>
  rename(reference: string, name: string): void
  /** Gives warnings. */
  update(reference: string, config: RequestedHostConfig): string[]
  remove(reference: string, options: RemoveOptions): Promise<void>
  prune(filters: Filters): PruneReport
  readonly lifecycle: Lifecycle
  readonly io: Io
  readonly watch: Watch
  readonly archives: Archives
  readonly mishaps: Mishaps
  /** Gives the id of the image that it makes. */
  commit(container: Container, options: CommitOptions): Promise<string>
}

/** What goes in and comes out. */
export interface Io {
  /** Refuses now, or gives what serves the client's connection. */
  attach(
    container: Container,
    reference: string,
    options: AttachOptions,
  ): (socket: Duplex, signal: AbortSignal) => Promise<void>
  logs(container: Container, query: LogQuery, signal: AbortSignal): AsyncIterable<Uint8Array>
  resize(container: Container, rows: number, columns: number): void
}

/** Looking without touching. */
export interface Watch {
  top(container: Container, psArgs: string): Promise<Top>
  /** Lines of JSON; refuses now what makes no sense. */
  stats(container: Container, options: StatsOptions, signal: AbortSignal): AsyncIterable<string>
  changes(container: Container): Change[]
}

export interface Lifecycle {
  /** A promise while real ports are being opened. */
  start(container: Container): Promise<void> | void
  stop(reference: string, options: StopOptions): Promise<void>
  restart(reference: string, options: StopOptions): Promise<void>
  kill(reference: string, signal: string | undefined): Promise<void>
  pause(container: Container): void
  unpause(container: Container): void
  /** At once if that is so already. */
  wait(container: Container, condition: WaitCondition): WaitResult | Promise<WaitResult>
}

export function createContainers(context: ContainerContext): Containers {
  const { table, words, world, metrics } = context
  const counted = <Arguments extends readonly unknown[], Result>(
    action: string,
    act: (...given: Arguments) => Result,
  ): ((...given: Arguments) => Result) => timed(world.clock, metrics.containerActions, action, act)
  const collector = new StatsCollector(world.clock, (container) => measure(context, container))
  return {
    all: () => table.all(),
    find: (reference) => table.find(reference),
    create: counted('create', (request) => createContainer(context, request)),
    list: (options) => listContainers(context, options),
    inspect: (container, size) => inspectContainer(context, container, size),
    rename: (reference, name) => renameContainer(context, reference, name),
    update: (reference, config) => updateContainer(context, reference, config),
    remove: counted('delete', (reference, options) =>
      removeContainer(context, table.find(reference), reference, options),
    ),
    prune: (filters) => pruneContainers(context, filters),
    lifecycle: {
      start: (container) => startWhenReady(context, container),
      stop: (reference, options) => stopContainer(context, reference, options),
      restart: (reference, options) => restartContainer(context, reference, options),
      async kill(reference, signal) {
        try {
          await killContainer(context, reference, signal)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          throw new Refusal(error.kind, words.cannotKill(reference, error.message))
        }
      },
      pause: (container) => pauseContainer(context, container),
      unpause: (container) => unpauseContainer(context, container),
      wait(container, condition) {
        if (condition === 'not-running' && !isUp(container.state) && container.state.status !== 'restarting') {
          const { exitCode, error } = container.state
          return { exitCode, ...(error && { error }) }
        }
        return new Promise((resolve) => container.waiters.add(condition, resolve))
      },
    },
    io: {
      attach(container, reference, options) {
        const keys = checkAttachable(container, reference, options.detachKeys)
        return (socket, signal) => attach(context, container, options, keys, socket, signal)
      },
      logs(container, query, signal) {
        checkReadable(container)
        return readLogs(container, query, signal)
      },
      resize(container, rows, columns) {
        if (!container.task) throw conflict(words.notRunning(container.id))
        container.task.resize(rows, columns)
        publish(context, container, 'resize', { height: String(rows), width: String(columns) })
      },
    },
    watch: {
      async top(container, psArgs) {
        const { topOf } = await listingProcesses.load()
        const top = topOf(context, container, psArgs)
        publish(context, container, 'top')
        return top
      },
      stats: (container, options, signal) => statsOf(context, collector, container, options, signal),
      changes: counted('changes', (container) => context.layers.changes(container.id)),
    },
    archives: createArchives(context),
    mishaps: createMishaps(context),
    commit: counted('commit', async (container, options) => {
      const { commitContainer } = await committing.load()
      return commitContainer(context, container, options)
    }),
  }
}
