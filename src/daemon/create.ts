// The composition root: puts a daemon together from its storeys. The only place that knows them all.
import type { Agent, RequestListener } from 'node:http'
import { createDispatch, type Dispatch, type Layer } from '../api/dispatch.ts'
import { operations } from '../api/operations.ts'
import { createEngine } from '../engine/create-engine.ts'
import type { Engine } from '../engine/engine.ts'
import { defaultHost, type Host } from '../engine/host.ts'
import { routes } from '../gen/routes.ts'
import { createAgent } from '../http/agent.ts'
import { createApp } from '../http/app.ts'
import { dateSource } from '../http/date.ts'
import { createFetch } from '../http/fetch.ts'
import type { Listener } from '../http/listen.ts'
import { createServer } from '../http/server.ts'
import { createCatalog } from '../library/library.ts'
import { librarySource } from '../registry/library-source.ts'
import { contentStore } from '../storage/content.ts'
import { layerStore } from '../storage/layers.ts'
import type { Clock } from '../world/clock.ts'
import { createWorld } from '../world/world.ts'
import { withMinVersion } from './min-version.ts'
import { personaNamed } from './personas.ts'
import { withPodmanErrors } from './podman-errors.ts'
import { programs } from './programs.ts'
import { createStorageDriver, type StorageOptions } from './storage-driver.ts'
import { withReferenceWords } from './reference-words.ts'

/** What a daemon is to be like; everything may be left out. */
export interface DaemonOptions extends StorageOptions {
  /** Which engine to be: `20.10`, `23.0`, `24.0`, `25.0`, `26.1`, `27.5`, `28.5` (the default), `29.0`, `29.3` … */
  readonly engine?: string | undefined
  /** The oldest API version to take, as dockerd's DOCKER_MIN_API_VERSION; the engine's own if left out. */
  readonly minApiVersion?: string | undefined
  /** The same seed and the same calls give the same ids, names and digests. */
  readonly seed?: string | undefined
  /** The daemon's time: the host's if left out; `manualClock()` stands still until it is told to move. */
  readonly clock?: Clock | undefined
  /** Pull only what the library really has, instead of making up an image for any name. */
  readonly strictImages?: boolean | undefined
  /** What of the simulated host is to be different. */
  readonly host?: Partial<Host> | undefined
  /** Observe, delay, break or answer calls; the first is the outermost. */
  readonly layers?: readonly Layer[] | undefined
  /** Hears of every request that names an operation, before anything is decided about it. */
  readonly trace?: ((method: string, url: string) => void) | undefined
  /** Hears of defects of mockerd: what was thrown and was no refusal. */
  readonly report?: ((error: unknown) => void) | undefined
}

/** A daemon: an engine, and the ways in. Dispose of it, or close it, when you are done. */
export interface Daemon extends AsyncDisposable {
  /** Docker's rules and state, beneath the API. What it offers may change between releases. */
  readonly engine: Engine
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
  /** Ends its containers and closes every way in. */
  close(): Promise<void>
}

/**
 * Makes a daemon that listens nowhere yet: for clients in this process, through `agent`, `app` or `fetch`.
 * Throws a RangeError for an engine that it does not know, and an Error with dockerd's words for a storage driver that
 * does not start.
 *
 * @example
 * await using daemon = createDaemon({ engine: '20.10' })
 * const reply = await daemon.fetch(new Request('http://docker/version'))
 */
export function createDaemon(options: DaemonOptions = {}): Daemon {
  const persona = withMinVersion(personaNamed(options.engine), options.minApiVersion)
  const world = createWorld(options)
  const host = { ...defaultHost, ...options.host }
  const driver = createStorageDriver(options, { persona, host, random: world.random.fork('storage') })
  const content = contentStore()
  const engine = createEngine({
    world,
    persona,
    host,
    driver,
    layers: layerStore(driver, content),
    registry: librarySource(createCatalog({ strict: options.strictImages ?? false })),
    programs,
  })
  const docker = withReferenceWords(
    createDispatch({ engine, persona, operations, layers: options.layers ?? [] }),
    persona.words,
  )
  const dispatch = persona.podman ? withPodmanErrors(docker) : docker
  const skin = {
    routes,
    dispatch: options.trace ? traced(dispatch, options.trace) : dispatch,
    identity: {
      server: `${persona.podman ? 'Libpod' : 'Docker'}/${persona.version} (linux)`,
      apiVersion: persona.apiVersion,
      minApiVersion: persona.minApiVersion,
      osType: 'linux',
      experimental: false,
      jsonErrorsOnly: persona.differences.has('old-clients-get-json-errors'),
      libpod: persona.podman && persona.version,
    },
  }
  const now = (): number => world.clock.now()
  const app = createApp({ ...skin, now, ...(options.report && { report: options.report }) })
  const server = createServer(app)
  const close = async (): Promise<void> => {
    engine.close()
    await server.close(world.clock.sleep(0))
    await content.close()
  }
  return {
    engine,
    app,
    agent: createAgent((stream) => server.accept(stream)),
    fetch: createFetch({ ...skin, date: dateSource(now) }),
    listen: (address) => server.listen(address),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function traced(dispatch: Dispatch, trace: (method: string, url: string) => void): Dispatch {
  return (incoming) => {
    trace(incoming.method, incoming.url)
    return dispatch(incoming)
  }
}
