// postgres: the server process with its helpers, its log lines and its three ways to shut down.
import type { Child, Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import {
  incomingSignals,
  logTime,
  runTitled,
  SIGHUP,
  SIGINT,
  SIGQUIT,
  SIGTERM,
  SIGUSR1,
  spawnTitled,
} from './service.ts'

const SOCKET = '/var/run/postgresql/.s.PGSQL.5432'
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

/** Tells one who waits, if there is one and it still does. */
function tell(process: Process, pid: number): void {
  if (!pid) return
  try {
    process.kill(pid, SIGUSR1)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
  }
}

async function serve(process: Process, version: string, data: string, args: readonly string[]): Promise<number> {
  const next = incomingSignals(process, [SIGHUP, SIGINT, SIGQUIT, SIGTERM])
  const log = (text: string, pid?: number): Promise<void> => logLine(process, text, pid)
  const port = Number(argumentOf(args, '-p') ?? process.env.PGPORT ?? 5432)
  await log(`starting PostgreSQL ${version} on x86_64-pc-linux-gnu, 64-bit`)
  const local = args.some((word) => word === "listen_addresses=''" || word === 'listen_addresses=')
  if (!local) {
    process.listen(port)
    await log(`listening on IPv4 address "0.0.0.0", port ${port}`)
    await log(`listening on IPv6 address "::", port ${port}`)
  }
  await log(`listening on Unix socket "${SOCKET}"`)
  const self = process.argv[0]!
  const children = helpers.map((name) => spawnTitled(process, self, `postgres: ${name}`))
  const { date, time } = logTime(process.now())
  await log(`database system was shut down at ${date} ${time} UTC`, children[0]!.pid)
  process.files.writeFile(pidFile(data), `${process.pid}\n${data}\n${port}\n`, 0o600)
  process.files.writeFile(SOCKET, '', 0o777)
  await log('database system is ready to accept connections')
  tell(process, Number(process.env[TELL] ?? 0))
  for (;;) {
    const signal = await next()
    if (signal === SIGHUP) await log('received SIGHUP, reloading configuration files')
    else return shutDown(process, signal, data, children)
  }
}

async function shutDown(process: Process, signal: number, data: string, children: readonly Child[]): Promise<number> {
  const log = (text: string, pid?: number): Promise<void> => logLine(process, text, pid)
  const way = signal === SIGTERM ? 'smart' : signal === SIGINT ? 'fast' : 'immediate'
  await log(`received ${way} shutdown request`)
  if (way === 'fast') await log('aborting any active transactions')
  for (const { pid } of children) process.kill(pid, SIGTERM)
  for (const child of children) await child.wait()
  if (way !== 'immediate') {
    await log(`background worker "logical replication launcher" (PID ${children.at(-1)!.pid}) exited with exit code 1`)
    await log('shutting down', children[0]!.pid)
    await log('checkpoint starting: shutdown immediate', children[0]!.pid)
  }
  const waits = process.files.exists(waiterFile(data)) ? Number(process.files.readText(waiterFile(data))) : 0
  for (const path of [pidFile(data), SOCKET, waiterFile(data)]) removeFile(process, path)
  await log('database system is shut down')
  tell(process, waits)
  return 0
}

function removeFile(process: Process, path: string): void {
  try {
    process.files.unlink(path)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
  }
}

async function logLine(process: Process, text: string, pid: number = process.pid): Promise<void> {
  const { date, time, millis } = logTime(process.now())
  await process.write(2, `${date} ${time}.${millis} UTC [${pid}] LOG:  ${text}\n`)
}
