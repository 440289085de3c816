// mongod: the server process, its log of JSON lines, and how it starts and ends.

import { serve as serveConnections } from '../../runtime/network/serve.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { ConnectionReader } from './connection-reader.ts'
import { BsonProblem } from './mongo/bson.ts'
import { answer } from './mongo/commands.ts'
import { type Server, Session } from './mongo/session.ts'
import { loadStore, saveStore } from './mongo/store.ts'
import { answerBytes, readRequest } from './mongo/wire.ts'
import { incomingSignals, logTime, removeFile, SIGINT, SIGTERM, tell, waitForSignal } from './service.ts'

/** Variable with the pid of who waits for the server to be ready. */
const TELL = 'MOCKERD_MONGO_TELL'

/** `--name value` or `--name=value` */
function option(args: readonly string[], name: string): string | undefined {
  const joined = args.find((word) => word.startsWith(`${name}=`))
  const at = args.indexOf(name)
  return joined?.slice(name.length + 1) ?? (at < 0 ? undefined : args[at + 1])
}

export const mongod: Program = async (process) => {
  const args = process.argv.slice(1)
  const version = process.env.MONGO_VERSION ?? '8.0.12'
  if (args.includes('--version')) {
    await process.write(1, `db version v${version}\n`)
    return 0
  }
  const data = option(args, '--dbpath') ?? '/data/db'
  if (args.includes('--fork')) return startBehind(process, args, data)
  if (args.includes('--shutdown')) return stop(process, data)
  const next = incomingSignals(process, [SIGINT, SIGTERM])
  const port = Number(option(args, '--port') ?? 27_017)
  const facts = { pid: process.pid, port, dbPath: data, architecture: '64-bit', host: process.hostname }
  await log(process, 'CONTROL', 4_615_611, 'initandlisten', 'MongoDB starting', facts)
  if (!process.files.exists(data)) {
    const text = `NonExistentPath: Data directory ${data} not found.`
    await log(process, 'CONTROL', 20_557, 'initandlisten', 'DBException in initAndListen, terminating', { error: text })
    return 100
  }
  const server: Server = {
    ...{ process, version, port, store: loadStore(process, data), started: process.now(), connections: 0 },
    isGuarded: args.includes('--auth') || args.includes('--keyFile'),
    setName: option(args, '--replSet'),
    cursors: new Map(),
  }
  try {
    const listener = process.listen(port)
    void serveConnections(process, listener, (descriptor) => talk(server, descriptor))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const facts = { error: `SocketException: Address already in use: 0.0.0.0:${port}` }
    await log(process, 'CONTROL', 20_568, 'initandlisten', 'Error setting up listener', facts)
    return 48
  }
  await log(process, 'NETWORK', 23_015, 'listener', 'Listening on', { address: '0.0.0.0' })
  await log(process, 'NETWORK', 23_016, 'listener', 'Waiting for connections', { port, ssl: 'off' })
  process.files.writeFile(lockOf(data), `${process.pid}\n`, 0o600)
  tell(process, Number(process.env[TELL] ?? 0))
  const signal = await next()
  const facts2 = { signal, error: signal === SIGTERM ? 'Terminated' : 'Interrupt' }
  await log(process, 'CONTROL', 23_377, 'SignalHandler', 'Received signal', facts2)
  saveStore(process, data, server.store)
  const waits = process.files.exists(waiterOf(data)) ? Number(process.files.readText(waiterOf(data))) : 0
  for (const path of [lockOf(data), waiterOf(data)]) removeFile(process, path)
  await log(process, 'CONTROL', 23_138, 'SignalHandler', 'Shutting down', { exitCode: 0 })
  tell(process, waits)
  return 0
}

const lockOf = (data: string): string => `${data}/mongod.lock`
/** The file with the pid of who waits for the end of the server. */
const waiterOf = (data: string): string => `${data}/.mongod.waits`

/** `mongod --shutdown` */
async function stop(process: Process, data: string): Promise<number> {
  if (!process.files.exists(lockOf(data))) {
    await process.write(2, `There doesn't seem to be a server running with dbpath: ${data}\n`)
    return 1
  }
  const pid = Number(process.files.readText(lockOf(data)))
  await process.write(1, `killing process with pid: ${pid}\n`)
  process.files.writeFile(waiterOf(data), String(process.pid), 0o600)
  process.kill(pid, SIGTERM)
  await waitForSignal(process)
  return 0
}

/** Returns when the server in the background is ready. */
async function startBehind(process: Process, args: readonly string[], data: string): Promise<number> {
  await process.write(1, 'about to fork child process, waiting until server is ready for connections.\n')
  const env = { ...process.env, [TELL]: String(process.pid) }
  removeFile(process, lockOf(data))
  const child = process.spawn([process.argv[0]!, ...args.filter((word) => word !== '--fork')], { env })
  await process.write(1, `forked process: ${child.pid}\n`)
  await waitForSignal(process)
  const started = process.files.exists(lockOf(data))
  await process.write(
    1,
    started ? 'child process started successfully, parent exiting\n' : 'ERROR: child process failed\n',
  )
  return started ? 0 : 1
}

async function log(process: Process, c: string, id: number, ctx: string, msg: string, attr: object): Promise<void> {
  const { date, time, millis } = logTime(process.now())
  const line = { t: { $date: `${date}T${time}.${millis}+00:00` }, s: 'I', c, id, ctx, msg, attr }
  await process.write(1, `${JSON.stringify(line)}\n`)
}

async function talk(server: Server, descriptor: number): Promise<void> {
  const { process } = server
  const { address } = process.socket(descriptor).remote
  const reader = new ConnectionReader(process, descriptor)
  const session = new Session(server, address === '' || address === '127.0.0.1')
  const remote = `${address}:${process.socket(descriptor).remote.port}`
  const facts = { remote, connectionId: session.id }
  await log(process, 'NETWORK', 22_943, 'listener', 'Connection accepted', facts)
  try {
    for (let request = await readRequest(reader); request; request = await readRequest(reader)) {
      const reply = answer(session, request.command)
      if (request.wantsAnswer) await process.write(descriptor, answerBytes(request, reply))
      await process.tick()
    }
  } catch (error) {
    // one who sends what is no message is let go
    if (!(error instanceof BsonProblem)) throw error
  }
  process.close(descriptor)
  await log(process, 'NETWORK', 22_944, `conn${session.id}`, 'Connection ended', facts)
}
