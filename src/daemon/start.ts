// A daemon that listens: what tests and programs start.
import type { ScenarioSpec } from '../scenario/language.ts'
import { loadLate } from '../world/late.ts'
import type { Certificates } from './certificates/certificates.ts'
import type { PrivateCertificates } from './certificates/private-certificates.ts'
import { assembleDaemon } from './create.ts'
import type { Daemon } from './daemon.ts'
import type { StartOptions } from './daemon-options.ts'
import { lateParts, loadWanted } from './parts.ts'
import { privateAddress } from './socket.ts'

export type { StartOptions }

/** What tells Docker's clients where a daemon is, and of its certificates where it has some. */
export interface ClientEnvironment {
  readonly DOCKER_HOST: string
  readonly DOCKER_TLS_VERIFY?: '1'
  readonly DOCKER_CERT_PATH?: string
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
  readonly env: ClientEnvironment
  /** What was made for `tls: true`. */
  readonly certificates: Certificates | undefined
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
  // nothing waits for the host's disk any more: a test's clock may count the very first moments of a container
  await loadLate()
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
  const made = options.tls === true ? await makeCertificates() : undefined
  const tls = made?.tls ?? (typeof options.tls === 'object' ? options.tls : undefined)
  // before there is anything to take back
  if (tls && !made) await (await import('../http/tls.ts')).readCredentials(tls)
  const daemon = await assembled(() => assembleDaemon({ ...options, scenario, begin, tls }, lateParts), made)
  let own: Awaited<ReturnType<typeof privateAddress>> | undefined
  try {
    await daemon.ready
    if (begin || dataRoot !== undefined) await daemon.engine.openPorts()
    const asked = options.hosts?.length ? options.hosts : made && ['tcp://127.0.0.1:0']
    if (!asked) own = await privateAddress()
    const hosts: string[] = []
    for (const address of asked ?? [own!.address]) hosts.push(...(await daemon.listen(address)).addresses)
    const { settings } = daemon.engine
    settings.now = {
      ...settings.now,
      hosts,
      tls: tls !== undefined,
      tlsverify: tls !== undefined && tls.verify !== false,
    }
    const registries: string[] = []
    for (const address of options.registries ?? []) registries.push((await daemon.listenAsRegistry(address)).address)
    const metrics = options.metricsAddress ? await daemon.listenForMetrics(options.metricsAddress) : undefined
    const metricsUrl = metrics && `${metrics.address.replace(/^tcp/, 'http')}/metrics`
    const close = async (): Promise<void> => {
      await daemon.close()
      await own?.remove()
      await made?.remove()
    }
    const host = hosts[0]!
    const env = environmentFor(host, made?.directory)
    const certificates = made?.files
    const where = { host, hosts, registries, metricsUrl, env, certificates }
    return { ...daemon, ...where, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await daemon.close()
    await own?.remove()
    await made?.remove()
    throw error
  }
}

async function makeCertificates(): Promise<PrivateCertificates> {
  const { privateCertificates } = await import('./certificates/private-certificates.ts')
  return privateCertificates()
}

/** Leaves no certificates of a daemon that cannot be. */
async function assembled(assemble: () => Daemon, made: PrivateCertificates | undefined): Promise<Daemon> {
  try {
    return assemble()
  } catch (error) {
    await made?.remove()
    throw error
  }
}

/** A client that is told of certificates would speak TLS over a unix socket, too. */
const environmentFor = (host: string, directory: string | undefined): ClientEnvironment => ({
  DOCKER_HOST: host,
  ...(directory !== undefined && host.startsWith('tcp:') && { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: directory }),
})

async function scenariosOf({ scenario, steps }: StartOptions): Promise<ScenarioSpec[]> {
  if (scenario === undefined) return []
  const { loadScenarios } = await import('./load-scenarios.ts')
  return loadScenarios(scenario, steps)
}
