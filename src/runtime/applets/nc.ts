// nc: talks over a TCP connection, listens for one, or tries ports (-z).
import { FileError } from '../../storage/file-error.ts'
import { addressesOf } from '../network/names.ts'
import type { Listener } from '../network/namespace.ts'
import type { Process, Program } from '../process.ts'
import { durationOf } from './numbers.ts'
import { type Options, parseOptions } from './options.ts'
import { complain } from './report.ts'

const LARGEST_PORT = 65_535

const nc: Program = async (process) => {
  const [words, command] = split(process.argv.slice(1))
  const options = await parseOptions(
    process,
    {
      letters: 'lp:w:i:nuzvks:N',
      usage: '[OPTIONS] HOST PORT  - connect\nnc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen',
    },
    words,
  )
  if (options.has('l')) return listen(process, options, command)
  const [target = ''] = options.operands
  const [host, behind] = splitTarget(target)
  const address = addressesOf(process, host)[0]
  if (address === undefined) {
    await complain(process, `bad address '${target}'`)
    return 1
  }
  const ports = options.operands[1] ?? behind
  const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(ports) ?? []
  if (from === '' || Number(to) > LARGEST_PORT) {
    await complain(process, `bad port '${ports}'`)
    return 1
  }
  let code = 1
  for (let port = Number(from); port <= Number(to); port++) {
    const connection = await attempt(process, options, host, address, port)
    if (connection === undefined) continue
    code = 0
    if (options.has('z')) process.close(connection)
    else return command ? runOn(process, connection, command) : talk(process, connection)
  }
  return code
}
export default nc

/** `name:port`, `[::1]:port`; without a port it is 0. */
function splitTarget(target: string): [host: string, port: string] {
  const [, name, bracketed, port] = /^(?:([^:[]*)|\[(.*)\]):([^:]*)$/.exec(target) ?? []
  return port === undefined ? [target, '0'] : [bracketed ?? name!, port]
}

/** `-e PROG ARGS…` is the end of the options. */
function split(argv: readonly string[]): [words: string[], command: string[] | undefined] {
  const at = argv.indexOf('-e')
  return at < 0 ? [[...argv], undefined] : [argv.slice(0, at), argv.slice(at + 1)]
}

/** Says what became of it as far as was asked for. */
async function attempt(
  process: Process,
  options: Options,
  host: string,
  address: string,
  port: number,
): Promise<number | undefined> {
  try {
    const connection = process.connect(address, port)
    if (options.has('v')) await process.write(2, `${host} (${address}:${port}) open\n`)
    return connection
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.code === 'EHOSTUNREACH' && options.has('w')) {
      await process.sleep(durationOf(options.value('w')!))
      await complain(process, 'timed out')
    } else if (options.has('v') || !options.has('z')) {
      await complain(process, `can't connect to remote host (${address}): ${error.message}`)
    }
    return undefined
  }
}

async function listen(process: Process, options: Options, command: readonly string[] | undefined): Promise<number> {
  let listener: Listener
  try {
    listener = process.listen(Number(options.value('p') ?? options.operands.at(-1) ?? 0), options.value('s'))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await complain(process, `bind: ${error.message}`)
    return 1
  }
  do {
    const connection = await process.accept(listener)
    if (!options.has('k')) listener.close()
    if (!command) await talk(process, connection)
    else if (options.has('k')) spawnOn(process, connection, command)
    else return runOn(process, connection, command)
  } while (options.has('k'))
  return 0
}

/** A program whose standard streams are the connection. */
function spawnOn(
  process: Process,
  connection: number,
  command: readonly string[],
): { wait(): Promise<{ code: number }> } {
  const descriptors = new Map([0, 1, 2].map((number) => [number, connection]))
  const child = process.spawn(command, { descriptors })
  process.close(connection)
  return child
}

async function runOn(process: Process, connection: number, command: readonly string[]): Promise<number> {
  return (await spawnOn(process, connection, command).wait()).code
}

/** Both directions at once, until the other side has said everything. */
export async function talk(process: Process, connection: number): Promise<number> {
  const sending = send(process, connection).catch((error: unknown) => {
    if (!(error instanceof FileError)) throw error
  })
  // what is still read from standard input when the other side has ended is nobody's business any more
  sending.catch(() => {})
  for (;;) {
    const bytes = await process.read(connection)
    if (!bytes) break
    await process.write(1, bytes)
  }
  process.close(connection)
  return 0
}

async function send(process: Process, connection: number): Promise<void> {
  for (;;) {
    const bytes = await process.read(0)
    if (!bytes) break
    await process.write(connection, bytes)
  }
  process.shutdown(connection)
}
