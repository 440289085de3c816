// The composition root: puts a daemon together from its storeys. The only place that knows them all.
import { createDispatch, type Dispatch, type Layer } from '../api/dispatch.ts'
import { lateOperations } from '../api/late-operations.ts'
import { countCalls } from '../control/coverage.ts'
import { mountStorage } from '../control/storage-pages.ts'
import { createEngine } from '../engine/create-engine.ts'
import { createTransfers } from '../engine/images/transfers.ts'
import type { Persona } from '../engine/persona.ts'
import { routes } from '../gen/routes.ts'
import { createAgent } from '../http/agent.ts'
import { createApp } from '../http/app.ts'
import { dateSource } from '../http/date.ts'
import { createFetch } from '../http/fetch.ts'
import type { Listener } from '../http/listen.ts'
import { loopbackPublisher } from '../http/loopback-publisher.ts'
import type { RegistryServer } from '../http/registry-server.ts'
import { createServer } from '../http/server.ts'
import { RegistryFaults } from '../registry/faults.ts'
import type { OpenEntry } from '../scenario/journal/journal.ts'
import type { Recorder } from '../scenario/journal/record.ts'
import type { Plan } from '../scenario/plan.ts'
import type { DataRoot } from '../storage/data-root/data-root.ts'
import { SteerableClock } from '../world/steerable-clock.ts'
import { createWorld } from '../world/world.ts'
import { authorizing } from './authorizing.ts'
import { createBuilders } from './builders.ts'
import { controlOf } from './control-option.ts'
import type { Daemon } from './daemon.ts'
import type { DaemonOptions } from './daemon-options.ts'
import { durable } from './durable.ts'
import { logCalls } from './foreground/call-log.ts'
import { logEvents } from './foreground/event-log.ts'
import { loadContainers } from './foreground/start-log.ts'
import { openHostMounts } from './host-mounts.ts'
import { identityOf } from './identity-of.ts'
import { journalOf, recorderFor } from './journaling.ts'
import { withMinVersion } from './min-version.ts'
import { createOutages } from './outages.ts'
import { programsWith } from './own-programs.ts'
import type { DaemonParts } from './parts.ts'
import { personaNamed } from './personas.ts'
import { hostOf, inItsFolder } from './place.ts'
import { withPodmanErrors } from './podman-errors.ts'
import { mountPodman } from './podman-pages.ts'
import { withReferenceWords } from './reference-words.ts'
import { createRegistry } from './registry.ts'
import { createReloads, settingsFrom, transferLimits } from './reload.ts'
import { openings, settled, withoutPlayers } from './scenarios.ts'
import { createSnapshots } from './snapshots.ts'
import { openStorage, takeDataRoot } from './storage.ts'
import { waitingCalls } from './waiting-calls.ts'

/** @param parts those that the options ask for are there */
export function assembleDaemon(options: DaemonOptions, parts: DaemonParts): Daemon {
  const plans = (parts.players.code ?? withoutPlayers).planScenarios(options)
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
  { machines, players, operations }: DaemonParts,
): Daemon {
  const world = createWorld({ ...options, seed: seedOf(options, root) })
  const host = hostOf(options)
  const storage = openStorage(options, { persona, host, world, root })
  const { driver, layers } = storage
  const faults = new RegistryFaults()
  const images = [...(options.images ?? [])]
  const settings = settingsFrom(options)
  const { insecureRegistries, registryMirrors } = settings
  const registry = createRegistry({ ...options, insecureRegistries, registryMirrors, images }, world, persona, faults)
  const transfers = createTransfers(world.clock, storage.passing, transferLimits(settings))
  const engine = createEngine({
    world,
    persona,
    host,
    settings,
    driver,
    layers,
    store: storage.store,
    ...(storage.engineId && { engineId: storage.engineId }),
    registry,
    transfers,
    programs: programsWith(options),
    machines,
    hostMounts: openHostMounts(options.hostMounts),
    serve: (stream) => server.accept(stream),
    publisher: options.publish === 'loopback' ? loopbackPublisher() : undefined,
  })
  const reloads = createReloads(engine, registry, transfers)
  const journal = journalOf(options.journal)
  const recorder = options.journal ? recorderFor(journal, engine) : undefined
  const { interposed, door } = openings()
  const docker = withReferenceWords(
    createDispatch({
      engine,
      persona,
      operations: lateOperations(operations),
      layers: layersOf(options, recorder),
      interposed,
    }),
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
  const fetching = createFetch({ ...skin, date: dateSource(now) })
  const server = createServer(app, {
    ...options,
    door,
    noticesDeprecation: !persona.differences.has('open-ports-need-no-notice'),
    logger: world.logger,
  })
  const scenarios = (players.code ?? withoutPlayers).playScenarios(plans, options, {
    engine,
    interposed,
    door,
    controls: {
      registry: faults,
      daemon: createOutages({ server: () => server, engine, reload: reloads.reload, report: options.report }),
    },
    touched: (rule, call) => noteRule(recorder?.entryOf(call), rule),
    report: options.report,
  })
  if (options.logger) logEvents(engine, options.logger)
  storage.begun()
  const resumed = loadContainers(engine)
  const snapshots = createSnapshots(engine, plans.length > 0 ? scenarios.ready : undefined)
  let ownRegistry: RegistryServer | undefined
  const metrics: Listener[] = []
  let closed = false
  const refuseIfClosed = (): void => {
    if (closed) throw new Error('the daemon is closed')
  }
  const close = async (): Promise<void> => {
    closed = true
    try {
      // what nobody can start again need not be stopped with care
      if (root) await engine.shutDown()
    } finally {
      scenarios.close()
      engine.close()
      const patience = world.clock.sleep(0)
      await Promise.all([server.close(patience), fetching.close(patience)])
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
    fetch: fetching.answer,
    async listen(address) {
      await authorizer.activate()
      const listener = await server.listen(address)
      const [, path] = /^unix:\/\/(\/.*)$/.exec(listener.address) ?? []
      if (path !== undefined) engine.listensAt(path)
      return listener
    },
    async listenForMetrics(address) {
      const { openMetrics } = await import('./metrics.ts')
      const listener = await openMetrics(engine, address, { allowPublic: options.allowPublic })
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
      return ownRegistry.listen(address, { allowPublic: options.allowPublic })
    },
    reload: reloads.reload,
    snapshot: snapshots.take,
    resumed,
    async reset() {
      refuseIfClosed()
      reloads.takeBack()
      return snapshots.reset()
    },
    plans: scenarios.plans,
    ready: scenarios.ready,
    rules: scenarios.rules,
    async dump() {
      const { stateDump } = await import('./foreground/state-dump.ts')
      return stateDump({ engine, journal, rules: scenarios.rules, underWay: server.underWay() })
    },
    use: (rule) => scenarios.use(rule),
    ...createBuilders(engine, (image) => void images.push(image), refuseIfClosed),
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
