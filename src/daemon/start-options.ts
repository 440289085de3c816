// What the options of the command mean for the daemon that it starts.

import { resolve } from 'node:path'
import type { LoadedImages } from '../library/declared/load.ts'
import { clockOf } from './clock-flags.ts'
import type { StartOptions } from './daemon-options.ts'
import { hostAddress } from './options/host-address.ts'
import { settingsOf } from './options/settings-of.ts'
import type { ReadOptions } from './options.ts'
import { storageDriverOf } from './own-driver.ts'
import { usualAddress } from './socket.ts'
import { isTlsWanted, tlsOptionsOf } from './tls-flags.ts'

/**
 * All but where to listen if nothing is said. Each call makes a clock of its own. Rejects with a sentence for files that
 * cannot be loaded.
 */
export async function startOptionsOf(options: ReadOptions): Promise<StartOptions> {
  refuseBridge(options.bridge)
  const dataRoot = options['data-root'] ?? options.graph
  // as dockerd: stronger than the flag
  const storageDriver = process.env.DOCKER_DRIVER || options['storage-driver']
  const hosts = await hostsOf(options)
  const own = { ...(await storageDriverOf(storageDriver)), ...(await imagesOf(options.image)) }
  return {
    hosts,
    tls: tlsOptionsOf(options),
    group: options.group,
    allowPublic: options['allow-public'],
    allowedHosts: options['allowed-host'],
    corsHeader: options['api-cors-header'],
    settings: {
      ...settingsOf(options),
      hosts: hosts ?? [],
      tls: isTlsWanted(options),
      tlsverify: isTlsWanted(options) && options.tlsverify !== false,
    },
    engine: options.engine,
    minApiVersion: process.env.DOCKER_MIN_API_VERSION,
    seed: options.seed,
    clock: clockOf(options),
    scenario: options.scenario,
    control: options['control-token'] === undefined ? options.control : { token: options['control-token'] },
    strictImages: options['strict-images'],
    realRegistries: options['real-registry'],
    registries: options.registry?.map(withScheme),
    dataRoot: dataRoot && resolve(dataRoot),
    snapshot: options.snapshot,
    ...own,
    storageOptions: options['storage-opt'],
    hostMounts: options['host-mount'],
    pluginDirectory: options['plugin-dir'] && resolve(options['plugin-dir']),
    unknownCommands: options['unknown-commands'],
    fixtures: Object.fromEntries((options.fixture ?? []).map((pair) => [beforeLast(pair), afterLast(pair)])),
    publish: options.publish ?? 'loopback',
    metricsAddress: options['metrics-addr'] && `tcp://${options['metrics-addr']}`,
    warn: say,
    host: {
      ...(options['backing-filesystem'] && { fileSystem: options['backing-filesystem'] }),
      ...(options['exec-root'] !== undefined && { execRoot: options['exec-root'] }),
      ...(options.bridge === 'none' && { bridge: 'none' }),
      ...(options['cgroup-version'] === '1' && { cgroupVersion: '1' }),
      ...(options['host-processors'] && { processors: options['host-processors'] }),
      ...(options['host-memory'] && { memory: options['host-memory'] }),
    },
    report: (error) => say(`mockerd: ${error instanceof Error ? error.stack : String(error)}`),
    ...(options.debug && { trace: (method, url) => say(`Calling ${method} ${url}`) }),
  }
}

/** What is not the output of a command. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`)

async function imagesOf(files: readonly string[] | undefined): Promise<Partial<LoadedImages>> {
  if (!files) return {}
  const { loadImages } = await import('../library/declared/load.ts')
  return loadImages(...files)
}

/** The `=` that parts a URL from a file is the last one: URLs may have some of their own. */
const beforeLast = (pair: string): string => pair.slice(0, pair.lastIndexOf('='))
const afterLast = (pair: string): string => pair.slice(pair.lastIndexOf('=') + 1)

/** `/path` and `host:port`, too. */
function withScheme(address: string): string {
  if (address.includes('://')) return address
  return address.startsWith('/') ? `unix://${address}` : `tcp://${address}`
}

/** Each once, as dockerd has them; with TLS the usual one is `tcp://localhost:2376`. */
async function hostsOf(options: ReadOptions): Promise<string[] | undefined> {
  const isTls = isTlsWanted(options)
  const texts = options.host ?? (isTls ? [''] : undefined)
  if (texts === undefined) return undefined
  const addresses = texts.map(hostAddress)
  if (!addresses.includes(undefined)) return [...new Set(addresses as string[])]
  const usual = isTls ? 'tcp://localhost:2376' : await usualAddress()
  return [...new Set(addresses.map((address) => address ?? usual))]
}

/** Throws an Error with dockerd's words for a bridge that the simulated host does not have. */
function refuseBridge(name: string | undefined): void {
  if (!name || name === 'docker0' || name === 'none') return
  throw new Error(
    `failed to start daemon: Error initializing network controller: error creating default "bridge" network: bridge device with non default name ${name} must be created manually`,
  )
}
