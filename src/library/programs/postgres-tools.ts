// The programs beside the PostgreSQL server: initdb, pg_ctl and pg_isready.
import { Buffer } from 'node:buffer'
import { addressesOf } from '../../runtime/network/names.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { newCluster, saveCluster } from './postgres/cluster.ts'
import { argumentOf, pidFile, socketFor, TELL, waiterFile } from './postgres.ts'
import { secretOf } from './scram.ts'
import { SIGINT, SIGQUIT, SIGTERM, waitForSignal } from './service.ts'

const folders = [
  'base',
  'base/1',
  'base/4',
  'base/5',
  'global',
  'pg_wal',
  'pg_xact',
  'pg_multixact',
  'pg_notify',
  'pg_tblspc',
]

const settings = "listen_addresses = '*'\nmax_connections = 100\nshared_buffers = 128MB\ntimezone = 'Etc/UTC'\n"

export const initdb: Program = async (process) => {
  const data = argumentOf(process.argv, '-D') ?? process.env.PGDATA ?? ''
  const { files } = process
  if (files.exists(data) && files.list(data).length > 0) {
    await process.write(2, `initdb: error: directory "${data}" exists but is not empty\n`)
    return 1
  }
  const say = (text: string): Promise<void> | undefined => process.write(1, `${text}\n`)
  await say('The files belonging to this database system will be owned by user "postgres".')
  await say('This user must also own the server process.\n')
  await say(`The database cluster will be initialized with locale "${process.env.LANG ?? 'C'}".`)
  await say('Data page checksums are disabled.\n')
  await say(`fixing permissions on existing directory ${data} ... ok`)
  files.makeDirectories(data, 0o700)
  files.change(data, { mode: 0o700 })
  for (const folder of folders) files.makeDirectory(`${data}/${folder}`, 0o700)
  await say('creating subdirectories ... ok')
  const superuser = option(process.argv, '-U', '--username') ?? 'postgres'
  const password = await passwordFrom(process, option(process.argv, undefined, '--pwfile'))
  saveCluster(process, data, newCluster(superuser, password === '' ? null : secretOf(process, password)))
  const method = process.env.POSTGRES_HOST_AUTH_METHOD || 'scram-sha-256'
  files.writeFile(`${data}/PG_VERSION`, `${process.env.PG_MAJOR ?? '17'}\n`, 0o600)
  files.writeFile(`${data}/postgresql.conf`, settings, 0o600)
  files.writeFile(
    `${data}/pg_hba.conf`,
    `local all all trust\nhost all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\nhost all all all ${method}\n`,
    0o600,
  )
  files.writeFile(`${data}/pg_ident.conf`, '', 0o600)
  await say('creating configuration files ... ok')
  await say('running bootstrap script ... ok')
  await say('performing post-bootstrap initialization ... ok')
  await say('syncing data to disk ... ok\n')
  await say(`Success. You can now start the database server using:\n\n    pg_ctl -D ${data} -l logfile start\n`)
  return 0
}

/** `-U name`, `--username name` or `--username=name` */
function option(args: readonly string[], short: string | undefined, long: string): string | undefined {
  const joined = args.find((word) => word.startsWith(`${long}=`))
  return joined?.slice(long.length + 1) ?? argumentOf(args, long) ?? (short && argumentOf(args, short))
}

/** The first line of a file, which may be standard input. */
async function passwordFrom(process: Process, path: string | undefined): Promise<string> {
  if (path === undefined) return ''
  if (path !== '/dev/stdin') return process.files.readText(path).split('\n')[0]!
  let text = ''
  for (let bytes = await process.read(0); bytes; bytes = await process.read(0)) text += Buffer.from(bytes).toString()
  return text.split('\n')[0]!
}

export const pgCtl: Program = async (process) => {
  const args = process.argv.slice(1)
  const data = argumentOf(args, '-D') ?? process.env.PGDATA ?? ''
  if (args.includes('start')) return start(process, data, (argumentOf(args, '-o') ?? '').split(/\s+/).filter(Boolean))
  const pid = serverPid(process, data)
  if (args.includes('stop')) return stop(process, pid, argumentOf(args, '-m') ?? 'fast', data)
  if (args.includes('status')) {
    await process.write(1, pid ? `pg_ctl: server is running (PID: ${pid})\n` : 'pg_ctl: no server running\n')
    return pid ? 0 : 3
  }
  await process.write(2, 'pg_ctl: no operation specified\n')
  return 1
}

async function start(process: Process, data: string, options: readonly string[]): Promise<number> {
  await process.write(1, 'waiting for server to start....')
  process.spawn(['postgres', '-D', data, ...options], { env: { ...process.env, [TELL]: String(process.pid) } })
  await waitForSignal(process)
  const started = serverPid(process, data) !== undefined
  await process.write(1, started ? ' done\nserver started\n' : ' stopped waiting\n')
  if (!started) await process.write(2, 'pg_ctl: could not start server\n')
  return started ? 0 : 1
}

async function stop(process: Process, pid: number | undefined, mode: string, data: string): Promise<number> {
  if (pid === undefined) {
    await process.write(2, `pg_ctl: PID file "${pidFile(data)}" does not exist\nIs server running?\n`)
    return 1
  }
  await process.write(1, 'waiting for server to shut down....')
  process.files.writeFile(waiterFile(data), String(process.pid), 0o600)
  process.kill(pid, mode === 'smart' ? SIGTERM : mode === 'immediate' ? SIGQUIT : SIGINT)
  await waitForSignal(process)
  const stopped = serverPid(process, data) === undefined
  await process.write(1, stopped ? ' done\nserver stopped\n' : ' failed\n')
  return stopped ? 0 : 1
}

function serverPid(process: Process, data: string): number | undefined {
  try {
    return Number(process.files.readText(pidFile(data)).split('\n')[0]) || undefined
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}

export const pgIsReady: Program = async (process) => {
  const args = process.argv.slice(1)
  const host = option(args, '-h', '--host') ?? process.env.PGHOST
  const port = Number(option(args, '-p', '--port') ?? process.env.PGPORT ?? 5432)
  const place = `${host ?? '/var/run/postgresql'}:${port}`
  const up = isUp(process, host, port)
  if (!args.includes('-q')) await process.write(1, `${place} - ${up ? 'accepting connections' : 'no response'}\n`)
  return up ? 0 : 2
}

function isUp(process: Process, host: string | undefined, port: number): boolean {
  try {
    const address = host === undefined || host.startsWith('/') ? undefined : addressesOf(process, host)[0]
    if (host !== undefined && !host.startsWith('/') && address === undefined) return false
    const descriptor =
      address === undefined ? process.connectLocal(socketFor(port, host)) : process.connect(address, port)
    process.close(descriptor)
    return true
  } catch (error) {
    if (error instanceof FileError) return false
    throw error
  }
}
