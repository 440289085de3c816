// redis-server: reads its settings and its dump, serves until it is told to stop, and saves.
import type { Listener } from '../../runtime/network/namespace.ts'
import { serve } from '../../runtime/network/serve.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { converse } from './redis/conversation.ts'
import { loadDump, saveDump, WrongDump } from './redis/dump.ts'
import { Server } from './redis/server.ts'
import { readSettings } from './redis/settings.ts'
import { incomingSignals, logTime, SIGINT, SIGPIPE, SIGTERM } from './service.ts'

export const redisServer: Program = async (process) => {
  const version = process.env.REDIS_VERSION ?? '8.2.0'
  const args = process.argv.slice(1)
  if (args[0] === '--version' || args[0] === '-v') {
    await process.write(1, `Redis server v=${version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64\n`)
    return 0
  }
  const given = readSettings(process, args)
  if (typeof given === 'string') {
    await process.write(2, given)
    return 1
  }
  const log = logger(process)
  const next = incomingSignals(process, [SIGINT, SIGTERM])
  process.onSignal(SIGPIPE, 'ignore')
  await log('C', '*', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo')
  await log(
    'C',
    '*',
    `Redis version=${version}, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`,
  )
  if (given.file !== undefined || args.length > 0) await log('C', '*', 'Configuration loaded')
  else await log('C', '#', 'Warning: no config file specified, using the default config.')
  await log('M', '*', 'monotonic clock: POSIX clock_gettime')
  const server = new Server(process, version, given.settings)
  const listener = await listen(process, Number(given.settings.get('port')), log)
  if (!listener || !(await load(server, log))) return 1
  const shutDown = new Promise<boolean | undefined>((resolve) => {
    server.shutDown = resolve
  })
  void serve(process, listener, (descriptor) => converse(server, descriptor))
  await log('M', '*', 'Ready to accept connections tcp')
  const end = await Promise.race([next().then((signal) => ({ signal })), shutDown.then((save) => ({ save }))])
  if ('signal' in end) await log('signal-handler', '', `Received ${names[end.signal]} scheduling shutdown...`)
  await log('M', '*', 'User requested shutdown...')
  await saveAtEnd(server, log, 'save' in end ? end.save : undefined)
  await log('M', '#', 'Redis is now ready to exit, bye bye...')
  return 0
}

const names: Readonly<Record<number, string>> = { [SIGINT]: 'SIGINT', [SIGTERM]: 'SIGTERM' }

async function listen(process: Process, port: number, log: Log): Promise<Listener | undefined> {
  try {
    const listener = process.listen(port)
    process.argv = [`redis-server *:${port}`]
    await log('M', '*', `Running mode=standalone, port=${port}.`)
    await log('M', '*', 'Server initialized')
    return listener
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await log('M', '#', `Warning: Could not create server TCP listening socket *:${port}: bind: ${error.message}`)
    await log('M', '#', `Failed listening on port ${port} (tcp), aborting.`)
    return undefined
  }
}

async function load(server: Server, log: Log): Promise<boolean> {
  try {
    const keys = await loadDump(server)
    if (keys === undefined) return true
    await log('M', '*', `Done loading RDB, keys loaded: ${keys}, keys expired: 0.`)
    await log('M', '*', 'DB loaded from disk: 0.000 seconds')
    return true
  } catch (error) {
    if (!(error instanceof WrongDump || error instanceof FileError)) throw error
    const reason = error instanceof WrongDump ? 'only a dump of mockerd can be read' : error.message
    await log('M', '#', `Fatal error loading the DB, check server logs. Exiting. (${reason})`)
    return false
  }
}

/** @param asked what SHUTDOWN was told; else it is up to the settings */
async function saveAtEnd(server: Server, log: Log, asked: boolean | undefined): Promise<void> {
  const snapshots = server.settings.get('save') !== ''
  // differs: with an append-only file everything is in the one dump, too
  if (!(asked ?? (snapshots || server.settings.get('appendonly') === 'yes'))) return
  if (asked ?? snapshots) await log('M', '*', 'Saving the final RDB snapshot before exiting.')
  try {
    await saveDump(server)
    if (asked ?? snapshots) await log('M', '*', 'DB saved on disk')
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await log('M', '#', `Failed opening the temp RDB file for saving: ${error.message}`)
  }
}

type Log = (role: 'C' | 'M' | 'signal-handler', level: '*' | '#' | '', text: string) => Promise<void>

const logger =
  (process: Process): Log =>
  async (role, level, text) => {
    const { day, month, year, time, millis } = logTime(process.now())
    const when =
      role === 'signal-handler'
        ? `(${Math.floor(process.now() / 1000)})`
        : `${day} ${month} ${year} ${time}.${millis} ${level}`
    await process.write(1, `${process.pid}:${role} ${when} ${text}\n`)
  }
