// socat: holds two addresses together; what comes at one goes to the other.
import type { Listener } from '../../../runtime/network/namespace.ts'
import { serve } from '../../../runtime/network/serve.ts'
import type { Process, Program } from '../../../runtime/process.ts'
import { logTime, removeFile } from '../service.ts'
import { type Address, parseAddress, portOf, SocatProblem } from './socat/address.ts'
import { attempt, connectionEnd, type End, openEnd } from './socat/end.ts'
import { type Directions, LINGER, relay } from './socat/relay.ts'

interface Settings {
  readonly directions: Directions
  /** ms */
  readonly linger: number
  /** how much it tells: errors, and at 2 what it does as well */
  readonly verbosity: number
}

/** differs: addresses are TCP, Unix sockets, programs and the standard streams, without TLS and UDP. */
export const socat: Program = async (process) => {
  try {
    const { settings, words } = readOptions(process.argv.slice(1))
    if (words.length !== 2) {
      throw new SocatProblem(`exactly 2 addresses required (there are ${words.length}); use option "-h" for help`)
    }
    const [first, second] = words.map(parseAddress) as [Address, Address]
    if (listens(second)) throw new SocatProblem('mockerd lets only the first address of socat listen')
    if (!listens(first)) {
      await relay(process, openEnd(process, first), openEnd(process, second), settings.directions, settings.linger)
      return 0
    }
    return await listen(process, first, second, settings)
  } catch (error) {
    if (!(error instanceof SocatProblem)) throw error
    await log(process, 'E', error.message)
    return 1
  }
}

const listens = ({ kind }: Address): boolean => kind.endsWith('-listen')

async function listen(process: Process, first: Address, second: Address, settings: Settings): Promise<number> {
  const listener = openListener(process, first)
  const notice = async (text: string): Promise<void> => {
    if (settings.verbosity > 1) await log(process, 'N', text)
  }
  await notice(`listening on ${first.kind === 'unix-listen' ? 'AF=1' : 'AF=2'} ${listener.address}:${listener.port}`)
  const talk = async (descriptor: number): Promise<void> => {
    const { remote } = process.socket(descriptor)
    await notice(`accepting connection from AF=2 ${remote.address}:${remote.port}`)
    const one = connectionEnd(process, descriptor)
    let other: End
    try {
      other = openEnd(process, second)
    } catch (error) {
      one.close()
      throw error
    }
    await relay(process, one, other, settings.directions, settings.linger)
  }
  if (first.options.has('fork')) {
    await serve(process, listener, async (descriptor) => {
      try {
        await talk(descriptor)
      } catch (error) {
        // only the child that was forked for this connection would end
        if (!(error instanceof SocatProblem)) throw error
        await log(process, 'E', error.message)
      }
    })
    return 0
  }
  const descriptor = await process.accept(listener)
  listener.close()
  await talk(descriptor)
  return 0
}

function openListener(process: Process, { kind, parts, options }: Address): Listener {
  const [place = ''] = parts
  if (kind === 'unix-listen') {
    if (options.has('unlink-early')) removeFile(process, place)
    return attempt(`bind(5, {AF=1 "${place}"}, ${place.length + 3})`, () => process.listenLocal(place))
  }
  const address = options.get('bind') || undefined
  return attempt(`bind(5, {AF=2 ${address ?? '0.0.0.0'}:${place}}, 16)`, () => process.listen(portOf(place), address))
}

function readOptions(argv: readonly string[]): { readonly settings: Settings; readonly words: readonly string[] } {
  let directions: Directions = 'both'
  let linger = LINGER
  let verbosity = 0
  const words: string[] = []
  for (const word of argv) {
    const [, seconds] = /^-t(\d+(?:\.\d+)?)$/.exec(word) ?? []
    if (word === '-u') directions = 'forward'
    else if (word === '-U') directions = 'backward'
    else if (/^-d+$/.test(word)) verbosity += word.length - 1
    else if (/^-d\d$/.test(word)) verbosity = Number(word[2])
    else if (seconds !== undefined) linger = Number(seconds) * 1000
    else if (/^-(?:[046sv]|ls|lf.*|lp.*|b\d+|T[\d.]+)$/.test(word)) continue
    else if (/^-./.test(word)) throw new SocatProblem(`unknown option "${word}"; use option "-h" for help`)
    else words.push(word)
  }
  return { settings: { directions, linger, verbosity }, words }
}

async function log(process: Process, level: 'E' | 'N', text: string): Promise<void> {
  const { date, time } = logTime(process.now())
  await process.write(2, `${date.replaceAll('-', '/')} ${time} socat[${process.pid}] ${level} ${text}\n`)
}
