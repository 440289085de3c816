// postgres: the server process with its helpers, its log lines and its three ways to shut down.
import type { Listener } from '../../runtime/network/namespace.ts'
import { serve as serveConnections } from '../../runtime/network/serve.ts'
import type { Child, Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { serveClient } from './postgres/backend.ts'
import { loadCluster, saveCluster } from './postgres/cluster.ts'
import type { Server } from './postgres/session.ts'
import { isOver } from './postgres/startup.ts'
import {
  incomingSignals,
  logTime,
  removeFile,
  runTitled,
  SIGHUP,
  SIGINT,
  SIGPIPE,
  SIGQUIT,
  SIGTERM,
  spawnTitled,
  tell,
} from './service.ts'

/** The Unix socket of a server. */
export const socketFor = (port: number, folder = '/var/run/postgresql'): string => `${folder}/.s.PGSQL.${port}`

const helpers = [
  'checkpointer',
  'background writer',
  'walwriter',
  'autovacuum launcher',
  'logical replication launcher',
]

export const postgres: Program = async (process) => {
  const child = runTitled(process)
  if (child) return child
  const version = process.env.PG_VERSION ?? '17.6'
  const args = process.argv.slice(1)
  if (args.includes('--version') || args.includes('-V')) {
    await process.write(1, `postgres (PostgreSQL) ${version}\n`)
    return 0
  }
  if (process.user.uid === 0) {
    await process.write(2, '"root" execution of the PostgreSQL server is not permitted.\n')
    return 1
  }
  const data = argumentOf(args, '-D') ?? process.env.PGDATA ?? ''
  if (!process.files.exists(`${data}/PG_VERSION`)) {
    await process.write(2, `postgres: could not access directory "${data}": No such file or directory\n`)
    return 2
  }
  return serve(process, version, data, args)
}

/** The value behind a flag. */
export function argumentOf(args: readonly string[], flag: string): string | undefined {
  const at = args.indexOf(flag)
  return at < 0 ? undefined : args[at + 1]
}

/** The file that tells a running server's pid, and that there is one. */
export const pidFile = (data: string): string => `${data}/postmaster.pid`

/** Variable with the pid of who waits for the server to be ready, and file with that of who waits for its end. */
export const TELL = 'MOCKERD_PG_TELL'
export const waiterFile = (data: string): string => `${data}/.pg_ctl.waits`

async function serve(process: Process, version: string, data: string, args: readonly string[]): Promise<number> {
  const next = incomingSignals(process, [SIGHUP, SIGINT, SIGQUIT, SIGTERM])
  process.onSignal(SIGPIPE, 'ignore')
  const log = (text: string, pid?: number): Promise<void> => logLine(process, 'LOG', text, pid)
  const port = Number(argumentOf(args, '-p') ?? process.env.PGPORT ?? 5432)
  await log(`starting PostgreSQL ${version} on x86_64-pc-linux-gnu, 64-bit`)
  const socket = socketFor(port)
  const listeners: Listener[] = []
  const local = args.some((word) => word === "listen_addresses=''" || word === 'listen_addresses=')
  if (!local) {
    try {
      listeners.push(process.listen(port))
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await log(`could not bind IPv4 address "0.0.0.0": ${error.message}`)
      await logLine(process, 'FATAL', 'could not create any TCP/IP sockets')
      return 1
    }
    await log(`listening on IPv4 address "0.0.0.0", port ${port}`)
    await log(`listening on IPv6 address "::", port ${port}`)
  }
  removeFile(process, socket)
  listeners.push(process.listenLocal(socket))
  await log(`listening on Unix socket "${socket}"`)
  const self = process.argv[0]!
  const children = helpers.map((name) => spawnTitled(process, self, `postgres: ${name}`))
  const { date, time } = logTime(process.now())
  await log(`database system was shut down at ${date} ${time} UTC`, children[0]!.pid)
  process.files.writeFile(pidFile(data), `${process.pid}\n${data}\n${port}\n`, 0o600)
  const server: Server = {
    process,
    cluster: loadCluster(process, data),
    version,
    data,
    port,
    started: process.now(),
    connections: 0,
    log: (level, text, pid) => logLine(process, level, text, pid),
  }
  for (const listener of listeners) {
    void serveConnections(process, listener, (descriptor) => talk(server, descriptor))
  }
  await log('database system is ready to accept connections')
  tell(process, Number(process.env[TELL] ?? 0))
  for (;;) {
    const signal = await next()
    if (signal === SIGHUP) await log('received SIGHUP, reloading configuration files')
    else return shutDown(server, signal, socket, children)
  }
}

/** A client that sends what is no message is let go without a word. */
async function talk(server: Server, descriptor: number): Promise<void> {
  try {
    await serveClient(server, descriptor)
  } catch (error) {
    if (!isOver(error)) throw error
    server.process.close(descriptor)
  }
}

async function shutDown(server: Server, signal: number, socket: string, children: readonly Child[]): Promise<number> {
  const { process, data } = server
  const log = (text: string, pid?: number): Promise<void> => logLine(process, 'LOG', text, pid)
  const way = signal === SIGTERM ? 'smart' : signal === SIGINT ? 'fast' : 'immediate'
  await log(`received ${way} shutdown request`)
  if (way === 'fast') await log('aborting any active transactions')
  for (const { pid } of children) process.kill(pid, SIGTERM)
  for (const child of children) await child.wait()
  if (way !== 'immediate') {
    await log(`background worker "logical replication launcher" (PID ${children.at(-1)!.pid}) exited with exit code 1`)
    await log('shutting down', children[0]!.pid)
    await log('checkpoint starting: shutdown immediate', children[0]!.pid)
    saveCluster(process, data, server.cluster)
  }
  const waits = process.files.exists(waiterFile(data)) ? Number(process.files.readText(waiterFile(data))) : 0
  for (const path of [pidFile(data), socket, waiterFile(data)]) removeFile(process, path)
  await log('database system is shut down')
  tell(process, waits)
  return 0
}

async function logLine(process: Process, level: string, text: string, pid: number = process.pid): Promise<void> {
  const { date, time, millis } = logTime(process.now())
  await process.write(2, `${date} ${time}.${millis} UTC [${pid}] ${level}:  ${text}\n`)
}
