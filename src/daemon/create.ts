// The composition root: puts a daemon together from its storeys. The only place that knows them all.
import type { Agent, RequestListener } from 'node:http'
import { createDispatch, type Dispatch, type Layer } from '../api/dispatch.ts'
import { operations } from '../api/operations.ts'
import { countCalls } from '../control/coverage.ts'
import { mountStorage } from '../control/storage-pages.ts'
import type { GoneBack } from '../engine/containers/checkpoint.ts'
import type { Resumed } from '../engine/containers/restore.ts'
import { createEngine } from '../engine/create-engine.ts'
import type { Engine } from '../engine/engine.ts'
import type { Host } from '../engine/host.ts'
import { createTransfers } from '../engine/images/transfers.ts'
import type { Persona } from '../engine/persona.ts'
import type { Settings } from '../engine/settings.ts'
import { routes } from '../gen/routes.ts'
import { createAgent } from '../http/agent.ts'
import { createApp } from '../http/app.ts'
import { dateSource } from '../http/date.ts'
import { createFetch } from '../http/fetch.ts'
import type { Listener } from '../http/listen.ts'
import { loopbackPublisher } from '../http/loopback-publisher.ts'
import type { RegistryServer } from '../http/registry-server.ts'
import { createServer } from '../http/server.ts'
import type { WayOptions } from '../http/ways.ts'
import { RegistryFaults } from '../registry/faults.ts'
import type { Journal, OpenEntry } from '../scenario/journal/journal.ts'
import type { Recorder } from '../scenario/journal/record.ts'
import type { RuleSpec } from '../scenario/language.ts'
import type { Plan } from '../scenario/plan.ts'
import type { RuleHandle, Rules } from '../scenario/rules.ts'
import type { DataRoot } from '../storage/data-root/data-root.ts'
import type { Clock } from '../world/clock.ts'
import type { Logger } from '../world/logger.ts'
import { SteerableClock } from '../world/steerable-clock.ts'
import { createWorld } from '../world/world.ts'
import { type AuthorizingOptions, authorizing } from './authorizing.ts'
import { type Builders, createBuilders } from './builders.ts'
import { type Control, controlOf } from './control-option.ts'
import { durable } from './durable.ts'
import { logCalls } from './foreground/call-log.ts'
import { logEvents } from './foreground/event-log.ts'
import { loadContainers } from './foreground/start-log.ts'
import { openHostMounts } from './host-mounts.ts'
import { identityOf } from './identity-of.ts'
import { type Journaling, journalOf, recorderFor } from './journaling.ts'
import { withMinVersion } from './min-version.ts'
import { createOutages } from './outages.ts'
import { type ProgramOptions, programsWith } from './own-programs.ts'
import type { DaemonParts } from './parts.ts'
import { personaNamed } from './personas.ts'
import { hostOf, inItsFolder } from './place.ts'
import { withPodmanErrors } from './podman-errors.ts'
import { mountPodman } from './podman-pages.ts'
import { withReferenceWords } from './reference-words.ts'
import { createRegistry, type RegistryOptions } from './registry.ts'
import { createScenarios, openings, plansOf, type ScenarioOptions, settled } from './scenarios.ts'
import { createSnapshots, type Snapshot } from './snapshots.ts'
import { type DataRootOptions, openStorage, takeDataRoot } from './storage.ts'
import { waitingCalls } from './waiting-calls.ts'

/** What a daemon is to be like; everything may be left out. */
export interface DaemonOptions
  extends AuthorizingOptions,
    DataRootOptions,
    ProgramOptions,
    RegistryOptions,
    ScenarioOptions,
    WayOptions {
  /** Which engine to be: `20.10`, `23.0`, `24.0`, `25.0`, `26.1`, `27.5`, `28.5` (the default), `29.0`, `29.3` … */
  readonly engine?: string | undefined
  /** The oldest API version to take, as dockerd's DOCKER_MIN_API_VERSION; the engine's own if left out. */
  readonly minApiVersion?: string | undefined
  /** The same seed and the same calls give the same ids, names and digests. */
  readonly seed?: string | undefined
  /**
   * The daemon's time: the host's if left out; `manualClock()` stands still until it is told to move, a
   * `steerableClock()` may be faster, or leap while a call waits.
   */
  readonly clock?: Clock | undefined
  /** What of the simulated host is to be different. */
  readonly host?: Partial<Host> | undefined
  /** How the daemon is configured, where that is not dockerd's default: `{ labels: ['rack=3'], liveRestore: true }`. */
  readonly settings?: Partial<Settings> | undefined
  /**
   * Directories of this machine that binds may have as their source, to be read only: `/src`, or `/src:/work` to have it
   * elsewhere on the simulated host. Nothing else of this machine can be seen from a container.
   */
  readonly hostMounts?: readonly string[] | undefined
  /**
   * What becomes of published ports: `loopback` opens them on 127.0.0.1 and ::1 of the real host, `none` (the default
   * here) keeps them as state, reachable from containers only.
   */
  readonly publish?: 'loopback' | 'none' | undefined
  /** Writes down every call: in `journal` of the daemon, the latest 1000 if only `true` is said. */
  readonly journal?: Journaling | undefined
  /**
   * Serves the control API under `/_mockerd` (docs/control.md), to whoever has the token if there is one. Such a daemon
   * has a journal and a clock that can be steered, if nothing else is said.
   */
  readonly control?: Control | undefined
  /** Observe, delay, break or answer calls; the first is the outermost. */
  readonly layers?: readonly Layer[] | undefined
  /** Hears of every request that names an operation, before anything is decided about it. */
  readonly trace?: ((method: string, url: string) => void) | undefined
  /** Is told what dockerd would write into its log: calls (at the level debug), what failed, how containers ended. */
  readonly logger?: Logger | undefined
  /** Hears of defects of mockerd: what was thrown and was no refusal. */
  readonly report?: ((error: unknown) => void) | undefined
}

/** A daemon: an engine, and the ways in. Dispose of it, or close it, when you are done. */
export interface Daemon extends Builders, AsyncDisposable {
  /** Docker's rules and state, beneath the API. What it offers may change between releases. */
  readonly engine: Engine
  /** What was asked of it, if the options say so; empty otherwise. */
  readonly journal: Journal
  /** Its time. */
  readonly clock: Clock
  /** Answers requests of any server of node:http, for supertest; it cannot hijack. */
  readonly app: RequestListener
  /** For clients in this process: no socket at all. */
  readonly agent: Agent
  /** Answers a Request in this process; `base` is the part of its path that is not Docker's. */
  fetch(request: Request, base?: string): Promise<Response>
  /**
   * Opens a way in: `unix:///path` or `tcp://host:port`, port 0 for a free one. Rejects with a sentence when it cannot,
   * for instance because a daemon that lives has that socket.
   */
  listen(address: string): Promise<Listener>
  /**
   * Is a registry, too, at `tcp://host:port`: one that has the built-in library and takes pushes, until the daemon is
   * closed. Rejects with a sentence when it cannot.
   */
  listenAsRegistry(address: string): Promise<Listener>
  /** Serves `/metrics` for Prometheus, and nothing else, at `tcp://host:port`, until the daemon is closed. */
  listenForMetrics(address: string): Promise<Listener>
  /** What it is like now, to go back to. Throws a sentence where that cannot be, as under a data root. */
  snapshot(): Snapshot
  /** Whose main processes began anew when it was made, of the containers that ran in the snapshot that it began with. */
  readonly resumed: Resumed
  /** Goes back to how it was when it was made; with what its scenarios give. */
  reset(): Promise<GoneBack>
  /** The scenarios that it plays. */
  readonly plans: readonly Plan[]
  /** When all is there that the scenarios give. `startDaemon` has waited for it. */
  readonly ready: Promise<void>
  /** The rules in force: which have fired, and how often. */
  readonly rules: Rules
  /** What it holds and does at this moment, in lines for people. */
  dump(): Promise<string>
  /**
   * Adds a rule before all others, until it is disposed of. Throws a ScenarioError for a rule that cannot be.
   *
   * @example
   * using fault = daemon.use({ when: { operation: 'ContainerStart', nth: 2 }, do: { status: 500 } })
   */
  use(rule: RuleSpec): RuleHandle
  /** Ends its containers and closes every way in. */
  close(): Promise<void>
}

/** @param parts those that the options ask for are there */
export function assembleDaemon(options: DaemonOptions, parts: DaemonParts): Daemon {
  const plans = plansOf(options, parts.language.code)
  const settings = inItsFolder(controlOf(settled(options, plans)))
  const persona = withMinVersion(personaNamed(settings.engine), settings.minApiVersion)
  const root = takeDataRoot(settings, parts.dataRoots.code)
  try {
    return createOn(root, persona, plans, settings, parts)
  } catch (error) {
    root?.close()
    options.begin?.content.close()
    throw error
  }
}

function createOn(
  root: DataRoot | undefined,
  persona: Persona,
  plans: readonly Plan[],
  options: DaemonOptions,
  { machines, language }: DaemonParts,
): Daemon {
  const world = createWorld({ ...options, seed: seedOf(options, root) })
  const host = hostOf(options)
  const storage = openStorage(options, { persona, host, world, root })
  const { driver, layers } = storage
  const faults = new RegistryFaults()
  const images = [...(options.images ?? [])]
  const registry = createRegistry({ ...options, images }, world.clock, persona, faults)
  const engine = createEngine({
    world,
    persona,
    host,
    settings: options.settings,
    driver,
    layers,
    store: storage.store,
    ...(storage.engineId && { engineId: storage.engineId }),
    registry,
    transfers: createTransfers(world.clock, storage.passing, options.transfers),
    programs: programsWith(options),
    machines,
    hostMounts: openHostMounts(options.hostMounts),
    serve: (stream) => server.accept(stream),
    publisher: options.publish === 'loopback' ? loopbackPublisher() : undefined,
  })
  const journal = journalOf(options.journal)
  const recorder = options.journal ? recorderFor(journal, engine) : undefined
  const { interposed, door } = openings()
  const docker = withReferenceWords(
    createDispatch({ engine, persona, operations, layers: layersOf(options, recorder), interposed }),
    persona.words,
  )
  const spoken = persona.podman ? withPodmanErrors(docker) : docker
  const kept = root ? durable(spoken, storage.save) : spoken
  const identity = identityOf(engine)
  const authorizer = authorizing(kept, engine, identity, options)
  const recorded = recorder ? recorder.around(authorizer.dispatch) : authorizer.dispatch
  const calls = options.control ? countCalls() : undefined
  const dispatch = calls ? calls.around(recorded) : recorded
  const logged = options.logger ? logCalls(dispatch, options.logger, persona) : dispatch
  const skin = {
    routes,
    dispatch: options.trace ? traced(logged, options.trace) : logged,
    identity,
  }
  const now = (): number => world.clock.now()
  const app = createApp({
    ...skin,
    now,
    allowedHosts: options.allowedHosts,
    corsHeader: options.corsHeader,
    async mount(pages) {
      if (calls) {
        const { mountControlOf } = await import('./controlled.ts')
        mountControlOf(pages, { engine, scenarios, snapshots, journal, calls }, options)
      } else mountStorage(pages, engine)
      if (persona.podman) mountPodman(pages, engine, persona.podman)
    },
    ...(options.report && { report: options.report }),
  })
  const server = createServer(app, {
    ...options,
    door,
    noticesDeprecation: !persona.differences.has('open-ports-need-no-notice'),
    logger: world.logger,
  })
  const scenarios = createScenarios(plans, options, {
    engine,
    language: language.code,
    interposed,
    door,
    controls: { registry: faults, daemon: createOutages({ server: () => server, engine, report: options.report }) },
    touched: (rule, call) => noteRule(recorder?.entryOf(call), rule),
    report: options.report,
  })
  if (options.logger) logEvents(engine, options.logger)
  storage.begun()
  const resumed = loadContainers(engine)
  const snapshots = createSnapshots(engine, plans.length > 0 ? scenarios.ready : undefined)
  let ownRegistry: RegistryServer | undefined
  const metrics: Listener[] = []
  const close = async (): Promise<void> => {
    try {
      // what nobody can start again need not be stopped with care
      if (root) await engine.shutDown()
    } finally {
      scenarios.close()
      engine.close()
      await server.close(world.clock.sleep(0))
      await ownRegistry?.close()
      await Promise.all(Array.from(metrics, (listener) => listener[Symbol.asyncDispose]()))
      registry.close()
      await storage.close()
    }
  }
  return {
    engine,
    journal,
    clock: world.clock,
    app,
    agent: createAgent((stream) => server.accept(stream)),
    fetch: createFetch({ ...skin, date: dateSource(now) }),
    async listen(address) {
      await authorizer.activate()
      const listener = await server.listen(address)
      const [, path] = /^unix:\/\/(\/.*)$/.exec(listener.address) ?? []
      if (path !== undefined) engine.listensAt(path)
      return listener
    },
    async listenForMetrics(address) {
      const { openMetrics } = await import('./metrics.ts')
      const listener = await openMetrics(engine, address)
      metrics.push(listener)
      return listener
    },
    async listenAsRegistry(address) {
      const { createOwnRegistry } = await import('./own-registry.ts')
      ownRegistry ??= createOwnRegistry(
        storage.passing,
        world.random.fork('registry'),
        options.report,
        options.images,
        faults,
      )
      return ownRegistry.listen(address)
    },
    snapshot: snapshots.take,
    resumed,
    reset: snapshots.reset,
    plans: scenarios.plans,
    ready: scenarios.ready,
    rules: scenarios.rules,
    async dump() {
      const { stateDump } = await import('./foreground/state-dump.ts')
      return stateDump({ engine, journal, rules: scenarios.rules, underWay: server.underWay() })
    },
    use: (rule) => scenarios.use(rule),
    ...createBuilders(engine, (image) => void images.push(image)),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function noteRule(entry: OpenEntry | undefined, rule: string): void {
  entry?.add({ rules: [...entry.entry.rules, rule] })
}

/** The journal sees what the others make of a call. */
function layersOf({ clock, layers = [] }: DaemonOptions, recorder: Recorder | undefined): readonly Layer[] {
  return [
    ...(recorder ? [recorder.layer] : []),
    ...(clock instanceof SteerableClock ? [waitingCalls(clock)] : []),
    ...layers,
  ]
}

/** The same seed does not give the ids again that an earlier run has given out, nor those of a snapshot. */
function seedOf({ seed, begin }: DaemonOptions, root: DataRoot | undefined): string | undefined {
  const before = begin?.digest ?? root?.earlierStarts
  return seed === undefined || !before ? seed : `${seed}/${before}`
}

function traced(dispatch: Dispatch, trace: (method: string, url: string) => void): Dispatch {
  return (incoming) => {
    trace(incoming.method, incoming.url)
    return dispatch(incoming)
  }
}
