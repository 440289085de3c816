// ryuk: is told over connections what belongs to a run of tests, and removes it when the last of them has been gone for a while.
import { durationText, parseDuration } from '../../codec/duration.ts'
import { serve } from '../../runtime/network/serve.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { requestDocker } from './docker-socket.ts'
import { type Filters, findLeftovers, removeLeftovers } from './ryuk/leftovers.ts'
import { log } from './ryuk/log.ts'
import { incomingSignals, SIGINT, SIGTERM } from './service.ts'

/** All times in ms. */
interface Settings {
  readonly port: number
  /** without any client */
  readonly connectionTimeout: number
  /** after the last client */
  readonly reconnectionTimeout: number
  /** for clients, when it is to end */
  readonly shutdownTimeout: number
  readonly retries: number
  /** what is younger than that, from the check on, is still at work */
  readonly retryOffset: number
}

export const ryuk: Program = async (process) => {
  const settings = settingsOf(process.env)
  const next = incomingSignals(process, [SIGINT, SIGTERM])
  if (!(await requestDocker(process, 'GET', '/_ping'))) {
    const error = 'new reaper: ping: Cannot connect to the Docker daemon at unix:///var/run/docker.sock.'
    await log(process, 'ERROR', 'run', ['error', error])
    return 1
  }
  const { connectionTimeout, reconnectionTimeout, shutdownTimeout, port } = settings
  await log(
    process,
    'INFO',
    'starting',
    ['connection_timeout', durationText(connectionTimeout * 1e6)],
    ['reconnection_timeout', durationText(reconnectionTimeout * 1e6)],
    ['shutdown_timeout', durationText(shutdownTimeout * 1e6)],
    ['remove_retries', settings.retries],
    ['port', port],
  )
  const clients = new Clients(process)
  const listener = process.listen(port)
  await log(process, 'INFO', 'Started', ['address', `[::]:${port}`])
  await log(process, 'INFO', 'client processing started')
  void serve(process, listener, (connection) => clients.hear(connection))
  await reap(process, settings, clients, next)
  listener.close()
  await log(process, 'INFO', 'client processing stopped')
  await log(process, 'INFO', 'done')
  return 0
}

/** Those who are connected, and what all of them have said. */
class Clients {
  count = 0
  /** how often one came or went */
  turns = 0
  readonly filters: Map<string, Filters> = new Map()
  /** told of each who comes or goes */
  changed: () => void = () => {}
  readonly #process: Process

  constructor(process: Process) {
    this.#process = process
  }

  async hear(connection: number): Promise<void> {
    const process = this.#process
    const { address, port } = process.socket(connection).remote
    const from = ['address', `${address}:${port}`] as const
    this.count++
    this.#turn()
    await log(process, 'INFO', 'client connected', from, ['clients', this.count])
    try {
      await this.#acknowledge(connection)
    } catch (error) {
      // a client that goes in the middle of its filters has gone as any other
      if (!(error instanceof FileError)) throw error
    }
    this.count--
    process.close(connection)
    await log(process, 'INFO', 'client disconnected', from, ['clients', this.count])
    this.#turn()
  }

  #turn(): void {
    this.turns++
    this.changed()
  }

  /** A line of filters is answered with a line. */
  async #acknowledge(connection: number): Promise<void> {
    const process = this.#process
    let rest = ''
    for (let bytes = await process.read(connection); bytes; bytes = await process.read(connection)) {
      const lines = (rest + Buffer.from(bytes).toString()).split('\n')
      rest = lines.pop()!.slice(-65_536)
      for (const line of lines.map((one) => one.trim())) {
        if (line === '') {
          await log(process, 'WARN', 'empty filter received')
          continue
        }
        await this.#add(line)
        await process.write(connection, 'ACK\n')
      }
    }
  }

  /** `label=a%3Db&name=c` */
  async #add(line: string): Promise<void> {
    const query = new URLSearchParams(line)
    const filters = Object.fromEntries(
      [...new Set(query.keys())].sort().map((type) => [type, query.getAll(type).sort()]),
    )
    for (const [type, values] of Object.entries(filters)) {
      await log(this.#process, 'INFO', 'adding filter', ['type', type], ['values', `[${values.join(' ')}]`])
    }
    this.filters.set(JSON.stringify(filters), filters)
  }
}

/** Waits until nobody is there any more, and removes what they have left. */
async function reap(
  process: Process,
  settings: Settings,
  clients: Clients,
  next: () => Promise<number>,
): Promise<void> {
  const signal = next().then(() => 'signal' as const)
  let isEnding = false
  let wait = settings.connectionTimeout
  let due = process.now() + wait
  let seen = 0
  for (;;) {
    if (clients.turns !== seen && !isEnding) {
      seen = clients.turns
      wait = settings.reconnectionTimeout
      due = clients.count === 0 ? process.now() + wait : Number.POSITIVE_INFINITY
    }
    const change = new Promise<'change'>((resolve) => {
      clients.changed = () => resolve('change')
    })
    const rest = due - process.now()
    const waits: Promise<'signal' | 'change' | 'due'>[] = isEnding ? [change] : [change, signal]
    if (Number.isFinite(rest)) waits.push(process.sleep(Math.max(0, rest)).then(() => 'due' as const))
    const what = await Promise.race(waits)
    if (what === 'signal') {
      isEnding = true
      await log(process, 'INFO', 'signal received', ['clients', clients.count])
      wait = clients.count === 0 ? 0 : settings.shutdownTimeout
      due = process.now() + wait
    } else if (what === 'due') {
      await log(process, 'INFO', 'prune check', ['clients', clients.count])
      const leftovers = await findLeftovers(process, clients.filters.values(), process.now() + settings.retryOffset)
      if (leftovers) return removeLeftovers(process, leftovers, settings.retries)
      due = process.now() + Math.max(wait, 1000)
    }
  }
}

function settingsOf(env: Readonly<Record<string, string>>): Settings {
  const duration = (name: string, usual: number): number => parseDuration(env[name] ?? '') ?? usual
  return {
    port: Number(env.RYUK_PORT ?? 8080),
    connectionTimeout: duration('RYUK_CONNECTION_TIMEOUT', 60_000),
    reconnectionTimeout: duration('RYUK_RECONNECTION_TIMEOUT', 10_000),
    shutdownTimeout: duration('RYUK_SHUTDOWN_TIMEOUT', 600_000),
    retries: Number(env.RYUK_REMOVE_RETRIES ?? 10),
    retryOffset: duration('RYUK_RETRY_OFFSET', -1000),
  }
}
