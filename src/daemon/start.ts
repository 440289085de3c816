// A daemon that listens: what tests and programs start.
import type { TlsOptions } from '../http/tls.ts'
import type { ScenarioSpec } from '../scenario/language.ts'
import { assembleDaemon, type Daemon, type DaemonOptions } from './create.ts'
import type { SnapshotSource } from './load-snapshot.ts'
import { lateParts, loadEverything, loadWanted } from './parts.ts'
import { privateAddress } from './socket.ts'

/** Those of `createDaemon`, and where to listen. */
export interface StartOptions extends Omit<DaemonOptions, 'scenario' | 'begin' | 'tls'> {
  /** Scenarios, files that they are in, or names of those that mockerd comes with. */
  readonly scenario?: string | ScenarioSpec | readonly (string | ScenarioSpec)[] | undefined
  /** `unix:///path`, `tcp://127.0.0.1:0`, … The first becomes `host`. A private unix socket if left out. */
  readonly hosts?: readonly string[] | undefined
  /** TLS for `tcp://`; `true` makes the certificates, and `env` leads to those for clients. */
  readonly tls?: boolean | TlsOptions | undefined
  /**
   * What to begin with: a file that `snapshot.export()` was written to, or the bytes as they come (docs/snapshots.md).
   * Nothing is written to it.
   */
  readonly snapshot?: SnapshotSource | undefined
  /**
   * A daemon.json, or what is in one: `{ labels: ['rack=3'], 'live-restore': true }`. What these options say themselves
   * comes before it.
   */
  readonly daemonJson?: string | Readonly<Record<string, unknown>> | undefined
  /** Where to be a registry, too: `tcp://127.0.0.1:0`, … */
  readonly registries?: readonly string[] | undefined
  /** Where to serve metrics for Prometheus: `tcp://127.0.0.1:9323`, … */
  readonly metricsAddress?: string | undefined
}

/** A daemon that listens. */
export interface StartedDaemon extends Daemon {
  /** The address for DOCKER_HOST. */
  readonly host: string
  /** All addresses, in the order of the options. */
  readonly hosts: readonly string[]
  /** Where it is a registry, in the order of the options: `tcp://127.0.0.1:5000`. */
  readonly registries: readonly string[]
  /** Where its metrics are, if that was asked for: `http://127.0.0.1:9323/metrics`. */
  readonly metricsUrl: string | undefined
  /** The environment for a child process that is to talk to this daemon: `{ ...process.env, ...daemon.env }`. */
  readonly env: Readonly<Record<'DOCKER_HOST', string>>
}

/**
 * Starts a daemon: on a socket of its own, or on `hosts`. Rejects when one of them cannot be listened on, and then listens
 * on none.
 *
 * @example
 * await using daemon = await startDaemon()
 * const docker = new Docker({ agent: daemon.agent })
 */
export async function startDaemon(options: StartOptions = {}): Promise<StartedDaemon> {
  await loadEverything()
  if (options.daemonJson === undefined) return openDaemon(options)
  const { withDaemonJson } = await import('./daemon-json-option.ts')
  return openDaemon(await withDaemonJson(options))
}

/** The same without waiting for code that the daemon can do without until somebody needs it. */
export async function openDaemon(options: StartOptions): Promise<StartedDaemon> {
  const { snapshot, dataRoot, steps, control, rules } = options
  if (snapshot !== undefined && dataRoot !== undefined) {
    throw new Error('a daemon begins with a snapshot or with a data root, not with both')
  }
  await loadWanted({
    rules: (options.scenario ?? control ?? rules ?? steps) !== undefined,
    dataRoot: dataRoot !== undefined,
    containers: (dataRoot ?? snapshot) !== undefined,
  })
  const scenario = await scenariosOf(options)
  const begin = snapshot === undefined ? undefined : await (await import('./load-snapshot.ts')).loadSnapshot(snapshot)
  if (options.tls === true) throw new Error('TLS needs files')
  const daemon = assembleDaemon({ ...options, scenario, begin, tls: options.tls || undefined }, lateParts)
  let own: Awaited<ReturnType<typeof privateAddress>> | undefined
  try {
    await daemon.ready
    if (begin) await daemon.engine.openPorts()
    if (!options.hosts?.length) own = await privateAddress()
    const hosts: string[] = []
    for (const address of own ? [own.address] : options.hosts!) hosts.push((await daemon.listen(address)).address)
    const registries: string[] = []
    for (const address of options.registries ?? []) registries.push((await daemon.listenAsRegistry(address)).address)
    const metrics = options.metricsAddress ? await daemon.listenForMetrics(options.metricsAddress) : undefined
    const metricsUrl = metrics && `${metrics.address.replace(/^tcp/, 'http')}/metrics`
    const close = async (): Promise<void> => {
      await daemon.close()
      await own?.remove()
    }
    const env = { DOCKER_HOST: hosts[0]! }
    return { ...daemon, host: hosts[0]!, hosts, registries, metricsUrl, env, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await daemon.close()
    await own?.remove()
    throw error
  }
}

async function scenariosOf({ scenario, steps }: StartOptions): Promise<ScenarioSpec[]> {
  if (scenario === undefined) return []
  const { loadScenarios } = await import('./load-scenarios.ts')
  return loadScenarios(scenario, steps)
}
