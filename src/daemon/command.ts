// What the command does: parse, start, tell, wait for a signal, clean up.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ramInBytes } from '../codec/size.ts'
import type { LoadedImages } from '../library/declared/load.ts'
import { clockOf } from './clock-flags.ts'
import { helpText, parseOptions } from './options.ts'
import { storageDriverOf } from './own-driver.ts'
import { registryOptionsOf } from './registry-flags.ts'
import { usualAddress } from './socket.ts'
import { openDaemon, type StartOptions } from './start.ts'

/** The exit code of a run whose scenario did not come to pass. */
const UNUSED = 97

const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** Runs until a signal ends it; resolves to the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  if (args[0] === 'storage') return print(args, async () => (await import('./storage-command.ts')).storageCommand)
  if (args[0] === 'explain') return print(args, async () => (await import('./explain-command.ts')).explainCommand)
  let options: ReturnType<typeof parseOptions>
  try {
    options = parseOptions(args)
  } catch (error) {
    say(`mockerd: ${(error as Error).message}\nSee 'mockerd --help'.`)
    return 125
  }
  if (options.help) {
    process.stdout.write(helpText())
    return 0
  }
  if (options.version) {
    process.stdout.write(`mockerd version ${await packageVersion()}\n`)
    return 0
  }
  let own: Awaited<ReturnType<typeof storageDriverOf>> & Partial<LoadedImages>
  try {
    own = { ...(await storageDriverOf(options['storage-driver'])), ...(await imagesOf(options.image)) }
  } catch (error) {
    say(`mockerd: ${(error as Error).message}`)
    return 1
  }
  const wanted: StartOptions = {
    hosts: options.host?.map(withScheme) ?? [await usualAddress()],
    engine: options.engine,
    minApiVersion: process.env.DOCKER_MIN_API_VERSION,
    seed: options.seed,
    clock: clockOf(options),
    scenario: options.scenario,
    strictImages: options['strict-images'],
    ...registryOptionsOf(options),
    registries: options.registry?.map(withScheme),
    dataRoot: options['data-root'] && resolve(options['data-root']),
    ...own,
    storageOptions: options['storage-opt'],
    hostMounts: options['host-mount'],
    unknownCommands: options['unknown-commands'],
    fixtures: Object.fromEntries((options.fixture ?? []).map((pair) => [beforeLast(pair), afterLast(pair)])),
    publish: options.publish ?? 'loopback',
    metricsAddress: options['metrics-addr'] && withScheme(options['metrics-addr']),
    warn: say,
    host: {
      ...(options['backing-filesystem'] && { fileSystem: options['backing-filesystem'] }),
      ...(options['exec-root'] !== undefined && { execRoot: options['exec-root'] }),
      ...(options.bridge === 'none' && { bridge: 'none' }),
      ...(options['cgroup-version'] === '1' && { cgroupVersion: '1' }),
      ...(options['host-processors'] && { processors: Number(options['host-processors']) }),
      ...(options['host-memory'] && { memory: ramInBytes(options['host-memory']) }),
    },
    report: (error) => say(`mockerd: ${error instanceof Error ? error.stack : String(error)}`),
    ...(options.debug && { trace: (method, url) => say(`Calling ${method} ${url}`) }),
  }
  return serve(wanted, options['strict-scenario'] === true)
}

async function imagesOf(files: readonly string[] | undefined): Promise<Partial<LoadedImages>> {
  if (!files) return {}
  const { loadImages } = await import('../library/declared/load.ts')
  return loadImages(...files)
}

type Printer = (args: readonly string[]) => Promise<string>

/** A command that prints something and is done. */
async function print([, ...args]: readonly string[], load: () => Promise<Printer>): Promise<number> {
  try {
    const text = await load()
    process.stdout.write(await text(args))
    return 0
  } catch (error) {
    say(`mockerd: ${(error as Error).message}`)
    return 1
  }
}

async function serve(options: StartOptions, strict: boolean): Promise<number> {
  const ending = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  try {
    const daemon = await openDaemon(options)
    process.stdout.write(`export DOCKER_HOST=${daemon.host}\n`)
    for (const address of daemon.hosts) say(`API listen on ${address.replace(/^(unix|tcp):\/\//, '')}`)
    if (daemon.metricsUrl) say(`metrics API listening on ${new URL(daemon.metricsUrl).host}`)
    for (const address of daemon.registries) say(`Registry listen on ${address.replace(/^tcp:\/\//, '')}`)
    await ending
    const unused = daemon.rules.unused()
    await daemon.close()
    for (const { name } of unused) say(`mockerd: ${name} has never fired`)
    return unused.length > 0 && (strict || daemon.plans.some((plan) => plan.strict)) ? UNUSED : 0
  } catch (error) {
    const { message } = error as Error
    say(message.startsWith('failed to start daemon: ') ? message : `mockerd: ${message}`)
    return 1
  }
}

/** The `=` that parts a URL from a file is the last one: URLs may have some of their own. */
const beforeLast = (pair: string): string => pair.slice(0, pair.lastIndexOf('='))
const afterLast = (pair: string): string => pair.slice(pair.lastIndexOf('=') + 1)

/** `/path` and `host:port` as dockerd takes them too. */
function withScheme(address: string): string {
  if (address.includes('://')) return address
  return address.startsWith('/') ? `unix://${address}` : `tcp://${address}`
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
