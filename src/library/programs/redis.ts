// redis-server and redis-cli: a server that listens and ends in order; a client that can ask whether it is there.
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { incomingSignals, logTime, SIGINT, SIGTERM } from './service.ts'

const DEFAULT_PORT = 6379

export const redisServer: Program = async (process) => {
  const version = process.env.REDIS_VERSION ?? '8.2.0'
  const args = process.argv.slice(1)
  if (args[0] === '--version' || args[0] === '-v') {
    await process.write(1, `Redis server v=${version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64\n`)
    return 0
  }
  const configured = readConfiguration(process, args)
  if (typeof configured === 'string') {
    await process.write(2, configured)
    return 1
  }
  const { port, file } = configured
  const log = logger(process)
  const next = incomingSignals(process, [SIGINT, SIGTERM])
  await log('C', '*', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo')
  await log(
    'C',
    '*',
    `Redis version=${version}, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`,
  )
  if (file) await log('C', '*', 'Configuration loaded')
  else await log('C', '#', 'Warning: no config file specified, using the default config.')
  await log('M', '*', 'monotonic clock: POSIX clock_gettime')
  if (process.isListening(port)) {
    await log('M', '#', `Warning: Could not create server TCP listening socket *:${port}: bind: Address in use`)
    await log('M', '#', `Failed listening on port ${port} (tcp), aborting.`)
    return 1
  }
  process.listen(port)
  process.argv = [`redis-server *:${port}`]
  await log('M', '*', `Running mode=standalone, port=${port}.`)
  await log('M', '*', 'Server initialized')
  await log('M', '*', 'Ready to accept connections tcp')
  const name = (await next()) === SIGINT ? 'SIGINT' : 'SIGTERM'
  const seconds = Math.floor(process.now() / 1000)
  await process.write(1, `${process.pid}:signal-handler (${seconds}) Received ${name} scheduling shutdown...\n`)
  await log('M', '*', 'User requested shutdown...')
  await log('M', '*', 'Saving the final RDB snapshot before exiting.')
  await save(process, log)
  await log('M', '#', 'Redis is now ready to exit, bye bye...')
  return 0
}

/** The file that a server leaves: an empty database in the format of version 11. */
async function save(process: Process, log: Log): Promise<void> {
  try {
    process.files.writeFile('dump.rdb', 'REDIS0011\xff', 0o644)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await log('M', '#', `Failed opening the temp RDB file for saving: ${error.message}`)
    return
  }
  await log('M', '*', 'DB saved on disk')
}

type Log = (role: 'C' | 'M', level: '*' | '#', text: string) => Promise<void>

const logger =
  (process: Process): Log =>
  async (role, level, text) => {
    const { day, month, year, time, millis } = logTime(process.now())
    await process.write(1, `${process.pid}:${role} ${day} ${month} ${year} ${time}.${millis} ${level} ${text}\n`)
  }

/** `redis-server [file] [--name value]…`: the port, and whether a file was given; or what is wrong with them. */
function readConfiguration(process: Process, args: readonly string[]): { port: number; file: boolean } | string {
  const path = args[0]?.startsWith('-') ? undefined : args[0]
  let text = ''
  try {
    text = path === undefined ? '' : process.files.readText(path)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return `*** FATAL CONFIG FILE ERROR ***\nFatal error, can't open config file '${path}': ${error.message}\n`
  }
  const given = args.indexOf('--port')
  const port = given >= 0 ? args[given + 1] : /^\s*port\s+(\d+)/m.exec(text)?.[1]
  return { port: Number(port ?? DEFAULT_PORT), file: path !== undefined }
}

export const redisCli: Program = async (process) => {
  const version = process.env.REDIS_VERSION ?? '8.2.0'
  const args = process.argv.slice(1)
  if (args.includes('--version') || args.includes('-v')) {
    await process.write(1, `redis-cli ${version}\n`)
    return 0
  }
  const given = args.indexOf('-p')
  const port = given >= 0 ? Number(args[given + 1]) : DEFAULT_PORT
  const words = args.filter(
    (word, index) => !word.startsWith('-') && !['-p', '-h', '-a', '-n'].includes(args[index - 1] ?? ''),
  )
  if (!process.isListening(port)) {
    await process.write(2, `Could not connect to Redis at 127.0.0.1:${port}: Connection refused\n`)
    return 1
  }
  const command = (words[0] ?? '').toUpperCase()
  if (command === 'PING') await process.write(1, `${words[1] ?? 'PONG'}\n`)
  // differs: the simulated server keeps no data
  else await process.write(1, `(error) ERR mockerd does not simulate the command '${words[0] ?? ''}'\n`)
  return 0
}
