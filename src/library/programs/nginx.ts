// nginx: a master process with workers that serves the sites of its configuration and obeys its signals.
import type { Child, Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { ConfigProblem, readConfig } from './nginx/config.ts'
import { ServedSites } from './nginx/served-sites.ts'
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

const MAIN = '/etc/nginx/nginx.conf'
const PID_FILE = '/var/run/nginx.pid'
const SELF = '/usr/sbin/nginx'
const WORKERS = 2
const WORKER_USER = { uid: 101, gid: 101, groups: [101] }

export const nginx: Program = async (process) => {
  const child = runTitled(process)
  if (child) return child
  const options = readOptions(process.argv)
  const version = process.env.NGINX_VERSION ?? '1.29.1'
  if (options.version) {
    await process.write(2, `nginx version: nginx/${version}\n`)
    return 0
  }
  const problem = configurationProblem(process, options.file)
  if (problem !== undefined) {
    await process.write(2, `nginx: [emerg] ${problem}\n`)
    if (options.test) await process.write(2, `nginx: configuration file ${options.file} test failed\n`)
    return 1
  }
  if (options.test) {
    await process.write(2, `nginx: the configuration file ${options.file} syntax is ok\n`)
    await process.write(2, `nginx: configuration file ${options.file} test is successful\n`)
    return 0
  }
  if (options.signal !== undefined) return signalMaster(process, options.signal)
  if (!isForeground(process, options)) {
    process.spawn([SELF, '-g', `${options.directives} daemon off;`])
    return 0
  }
  return master(process, options.file, version)
}

interface Options {
  readonly file: string
  readonly directives: string
  readonly test: boolean
  readonly version: boolean
  readonly signal: string | undefined
}

function readOptions(argv: readonly string[]): Options {
  const argumentOf = (flag: string): string | undefined => {
    const at = argv.indexOf(flag, 1)
    return at < 0 ? undefined : argv[at + 1]
  }
  return {
    file: argumentOf('-c') ?? MAIN,
    directives: argumentOf('-g') ?? '',
    test: argv.includes('-t') || argv.includes('-T'),
    version: argv.includes('-v') || argv.includes('-V'),
    signal: argumentOf('-s'),
  }
}

const isForeground = (process: Process, { directives, file }: Options): boolean =>
  /\bdaemon\s+off\s*;/.test(directives) || /^\s*daemon\s+off\s*;/m.test(readOr(process, file, ''))

/** What is wrong with the configuration, in nginx's words. */
function configurationProblem(process: Process, file: string): string | undefined {
  try {
    readConfig(process, file)
    return undefined
  } catch (error) {
    if (error instanceof ConfigProblem) return error.message
    throw error
  }
}

function readOr(process: Process, path: string, otherwise: string): string {
  try {
    return process.files.readText(path)
  } catch (error) {
    if (error instanceof FileError) return otherwise
    throw error
  }
}

/** `nginx -s quit`: the master is told through its pid file. */
async function signalMaster(process: Process, name: string): Promise<number> {
  const signal = { stop: SIGTERM, quit: SIGQUIT, reload: SIGHUP, reopen: SIGUSR1 }[name]
  const pid = Number(readOr(process, PID_FILE, ''))
  if (signal === undefined) await process.write(2, `nginx: invalid option: "-s ${name}"\n`)
  else if (!pid) await process.write(2, `nginx: [error] open() "${PID_FILE}" failed (2: No such file or directory)\n`)
  else {
    await notice(process, 'signal process started')
    process.kill(pid, signal)
    return 0
  }
  return 1
}

async function notice(process: Process, text: string, pid: number = process.pid): Promise<void> {
  const { date, time } = logTime(process.now())
  await process.write(2, `${date.replaceAll('-', '/')} ${time} [notice] ${pid}#${pid}: ${text}\n`)
}

const names: Readonly<Record<number, string>> = {
  [SIGHUP]: 'SIGHUP',
  [SIGINT]: 'SIGINT',
  [SIGQUIT]: 'SIGQUIT',
  [SIGUSR1]: 'SIGUSR1',
  [SIGTERM]: 'SIGTERM',
}

async function master(process: Process, file: string, version: string): Promise<number> {
  const next = incomingSignals(process, [SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGTERM])
  process.argv = [`nginx: master process ${process.argv.join(' ')}`]
  await notice(process, 'using the "epoll" event method')
  await notice(process, `nginx/${version}`)
  await notice(process, 'built by gcc 12.2.0 (Debian 12.2.0-14)')
  process.files.writeFile(PID_FILE, `${process.pid}\n`)
  const sites = new ServedSites(process, version)
  const refused = sites.serve(readConfig(process, file))
  if (refused !== undefined) {
    await process.write(2, `nginx: [emerg] ${refused}\n`)
    return 1
  }
  let workers = await startWorkers(process)
  for (;;) {
    const signal = await next()
    const received = `signal ${signal} (${names[signal]}) received`
    if (signal === SIGUSR1) {
      await notice(process, `${received}, reopening logs`)
    } else if (signal === SIGHUP) {
      await notice(process, `${received}, reconfiguring`)
      const problem = configurationProblem(process, file) ?? sites.serve(readConfig(process, file))
      if (problem !== undefined) {
        await process.write(2, `nginx: [emerg] ${problem}\n`)
        continue
      }
      const before = workers
      workers = await startWorkers(process)
      await endWorkers(process, before, SIGQUIT)
    } else {
      await notice(process, `${received}, ${signal === SIGQUIT ? 'shutting down' : 'exiting'}`)
      await endWorkers(process, workers, signal)
      if (process.files.exists(PID_FILE)) process.files.unlink(PID_FILE)
      await notice(process, 'exit')
      return 0
    }
  }
}

async function startWorkers(process: Process): Promise<Child[]> {
  await notice(process, 'start worker processes')
  const workers: Child[] = []
  for (let count = 0; count < WORKERS; count++) {
    const worker = spawnTitled(process, SELF, 'nginx: worker process', process.user.uid === 0 ? WORKER_USER : undefined)
    await notice(process, `start worker process ${worker.pid}`)
    workers.push(worker)
  }
  return workers
}

async function endWorkers(process: Process, workers: readonly Child[], signal: number): Promise<void> {
  for (const { pid } of workers) {
    if (signal === SIGQUIT) await notice(process, 'gracefully shutting down', pid)
    await notice(process, 'exiting', pid)
    process.kill(pid, signal)
  }
  for (const worker of workers) {
    const { code } = await worker.wait()
    await notice(process, `signal 17 (SIGCHLD) received from ${worker.pid}`)
    await notice(process, `worker process ${worker.pid} exited with code ${code}`)
  }
}
