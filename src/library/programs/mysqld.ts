// mysqld and mariadbd: the server process, its log lines, and how it starts and ends.
import { Buffer } from 'node:buffer'
import type { Listener } from '../../runtime/network/namespace.ts'
import { serve as serveConnections } from '../../runtime/network/serve.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { hasCluster, loadCluster, newCluster, saveCluster } from './mysql/cluster.ts'
import { serveClient } from './mysql/connection.ts'
import { longOption } from './mysql/options.ts'
import { ServerKeys } from './mysql/server-keys.ts'
import type { Server } from './mysql/session.ts'
import { incomingSignals, logTime, removeFile, SIGHUP, SIGQUIT, SIGTERM, tell, waitForSignal } from './service.ts'

/** Variable with the pid of who waits for the server to be ready. */
const TELL = 'MOCKERD_MYSQL_TELL'
const DATA = '/var/lib/mysql'
const SOCKET = { mysql: '/var/run/mysqld/mysqld.sock', mariadb: '/run/mysqld/mysqld.sock' } as const

interface Settings {
  readonly version: string
  readonly isMariaDb: boolean
  readonly data: string
  readonly port: number
  readonly socket: string
  readonly isLocal: boolean
}

export const mysqld: Program = async (process) => {
  const args = process.argv.slice(1)
  const settings = settingsOf(process, args)
  const { version, isMariaDb, data } = settings
  if (args.includes('--version') || args.includes('-V')) {
    const name = process.argv[0]!
    await process.write(1, `${name}  Ver ${version} for Linux on x86_64 (${commentOf(isMariaDb)})\n`)
    return 0
  }
  if (args.includes('--initialize-insecure')) return initialize(process, data)
  if (process.user.uid === 0 && longOption(args, 'user') === undefined) {
    await process.write(
      2,
      isMariaDb
        ? 'Please consult the Knowledge Base to find out how to run mysqld as root!\n'
        : `${stamp(process, false)} 0 [ERROR] [MY-010123] [Server] Fatal error: Please read "Security" section of the manual to find out how to run mysqld as root!\n`,
    )
    return 1
  }
  if (!hasCluster(process, data)) {
    await process.write(2, `${stamp(process, isMariaDb)} 0 [ERROR] Failed to open the data directory ${data}\n`)
    return 1
  }
  if (args.includes('--daemonize')) return startBehind(process, args)
  return serve(process, settings)
}

function settingsOf({ env }: Process, args: readonly string[]): Settings {
  const isMariaDb = env.MARIADB_VERSION !== undefined
  const release = /\d+\.\d+\.\d+/.exec(env.MARIADB_VERSION ?? env.MYSQL_VERSION ?? '')?.[0] ?? '8.4.6'
  return {
    version: isMariaDb ? `${release}-MariaDB-ubu2404` : release,
    isMariaDb,
    data: longOption(args, 'datadir') ?? DATA,
    port: Number(longOption(args, 'port') ?? 3306),
    socket: longOption(args, 'socket') ?? (isMariaDb ? SOCKET.mariadb : SOCKET.mysql),
    isLocal: args.includes('--skip-networking'),
  }
}

const commentOf = (isMariaDb: boolean): string =>
  isMariaDb ? 'mariadb.org binary distribution' : 'MySQL Community Server - GPL'

async function initialize(process: Process, data: string): Promise<number> {
  if (hasCluster(process, data)) {
    await process.write(2, `--initialize specified but the data directory has files in it. Aborting.\n`)
    return 1
  }
  for (const folder of ['mysql', 'performance_schema', 'sys']) process.files.makeDirectories(`${data}/${folder}`, 0o750)
  saveCluster(process, data, newCluster())
  return 0
}

/** Returns when the server in the background is ready. */
async function startBehind(process: Process, args: readonly string[]): Promise<number> {
  const others = args.filter((word) => word !== '--daemonize')
  const env = { ...process.env, [TELL]: String(process.pid) }
  const pidFile = pidFileOf(settingsOf(process, others))
  removeFile(process, pidFile)
  process.spawn([process.argv[0]!, ...others], { env })
  await waitForSignal(process)
  return process.files.exists(pidFile) ? 0 : 1
}

const pidFileOf = ({ socket }: Settings): string => socket.replace(/\.sock$/, '.pid')

/** As the two servers write a moment. */
function stamp(process: Process, isMariaDb: boolean): string {
  const { date, time, millis } = logTime(process.now())
  return isMariaDb ? `${date} ${time.replace(/^0/, ' ')}` : `${date}T${time}.${millis}000Z`
}

type Log = (text: string, code: string, level?: string) => Promise<void> | undefined

function logOf(process: Process, isMariaDb: boolean): Log {
  return (text, code, level = 'System') => {
    const kind = isMariaDb ? '[Note]' : `[${level}] [${code}] [Server]`
    return process.write(2, `${stamp(process, isMariaDb)} 0 ${kind} ${text}\n`)
  }
}

async function serve(process: Process, settings: Settings): Promise<number> {
  const { version, isMariaDb, data, port, socket, isLocal } = settings
  const log = logOf(process, isMariaDb)
  const name = isMariaDb ? 'mariadbd' : '/usr/sbin/mysqld'
  const next = incomingSignals(process, [SIGHUP, SIGQUIT, SIGTERM])
  if (isMariaDb) await log(`Starting MariaDB ${version} server_uid ${uid(process)} as process ${process.pid}`, '')
  else await log(`${name} (mysqld ${version}) starting as process ${process.pid}`, 'MY-010116')
  const listeners: Listener[] = []
  try {
    if (!isLocal) listeners.push(process.listen(port))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await log(`Can't start server: Bind on TCP/IP port: ${error.message}`, 'MY-010262', 'ERROR')
    await log('Aborting', 'MY-010119', 'ERROR')
    return 1
  }
  if (!isLocal && isMariaDb) {
    for (const address of ['0.0.0.0', '::'])
      await log(`Server socket created on IP: '${address}', port: '${port}'.`, '')
  }
  removeFile(process, socket)
  listeners.push(process.listenLocal(socket))
  process.files.writeFile(pidFileOf(settings), `${process.pid}\n`)
  const cluster = loadCluster(process, data)
  const server: Server = {
    ...{ process, cluster, version, isMariaDb, port, socket, data },
    started: process.now(),
    connections: 0,
    questions: 0,
    sessions: new Map(),
  }
  const keys = new ServerKeys()
  for (const listener of listeners) {
    void serveConnections(process, listener, (descriptor) => serveClient(server, keys, descriptor))
  }
  const place = `Version: '${version}'  socket: '${socket}'  port: ${isLocal ? 0 : port}  ${commentOf(isMariaDb)}`
  await log(`${name}: ready for connections.${isMariaDb ? '\n' : ' '}${place}${isMariaDb ? '' : '.'}`, 'MY-010931')
  tell(process, Number(process.env[TELL] ?? 0))
  while ((await next()) === SIGHUP);
  if (isMariaDb) await log(`${name} (initiated by: unknown): Normal shutdown`, '')
  else await log('Received SHUTDOWN from user <via user signal>. Shutting down mysqld.', 'MY-013172')
  saveCluster(process, data, cluster)
  for (const path of [socket, pidFileOf(settings)]) removeFile(process, path)
  await log(
    isMariaDb
      ? `${name}: Shutdown complete\n`
      : `${name}: Shutdown complete (mysqld ${version})  ${commentOf(isMariaDb)}.`,
    'MY-010910',
  )
  return 0
}

const uid = (process: Process): string =>
  Buffer.from(Array.from({ length: 20 }, () => Math.floor(process.random() * 256))).toString('base64')
