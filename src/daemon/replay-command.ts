// `mockerd replay`: serves what was recorded.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import net from 'node:net'
import { Guests } from '../http/guests.ts'
import { listen } from '../http/listen.ts'
import { Progress } from '../tape/progress.ts'
import { createReplay, type ReplayOptions } from '../tape/replay.ts'
import { Script } from '../tape/script.ts'
import { readTape, type Tape } from '../tape/tape.ts'
import { realClock } from '../world/real-clock.ts'
import { listeningOptions } from './options/between.ts'
import { misused, readSubcommand, subcommandHelp } from './options/subcommand.ts'
import type { Say } from './record-command.ts'
import { usualAddress } from './socket.ts'
import { startDaemon } from './start.ts'
import { tapeMasks } from './tape-masks.ts'

const replaying = {
  name: 'replay',
  usage: '[OPTIONS] FILE',
  does: 'Serve a tape of mockerd record: the same replies to the same requests.',
  takesWords: true,
  options: {
    ...listeningOptions,
    strict: {
      kind: 'bool',
      help: 'Refuse with 501 what is not on the tape, and exit with 97 if there was any (default)',
    },
    fallback: {
      kind: 'string',
      value: '[tape|engine]',
      help: 'Let a mock engine answer what is not on the tape (tape, which need not be said), or answer first, and the tape what the engine does not have or do (engine)',
    },
    engine: { kind: 'string', value: 'RELEASE', help: 'Which engine the mock engine is' },
    'any-version': { kind: 'bool', help: 'Take requests of another API version as the same' },
    speed: { kind: 'string', value: 'N', help: '1 as it was (default), 2 twice as fast, 0 without waiting' },
  },
} as const

export const replayHelp: string = subcommandHelp(replaying)

/** The exit code after a request that a strict replay has refused. */
const UNMATCHED = 97

/** Resolves to the exit code. Throws an Error with a sentence when it cannot begin. */
export async function replayCommand(args: readonly string[], say: Say): Promise<number> {
  const given = readSubcommand(replaying, withFallbackValue(args))
  if (!given) return 0
  const { options: values, words } = given
  const [file, ...more] = words
  if (file === undefined || more.length > 0) throw misused(replaying, 'name one tape')
  const { fallback } = values
  if (values.strict && fallback !== undefined) throw new Error('--strict and --fallback exclude each other')
  const speed = Number(values.speed ?? 1)
  if (!(speed >= 0)) throw new Error(`invalid value "${values.speed}" for flag --speed: must be a number from 0 on`)
  const tape = await tapeOf(file)
  const masks = tapeMasks(tape.heading.mask)
  const script = new Script(tape, { masks, anyVersion: values['any-version'] === true })
  const ending = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const mock = fallback === undefined ? undefined : await startDaemon({ engine: values.engine })
  const engine: ReplayOptions['engine'] = mock && {
    connect: () => net.connect({ path: mock.host.replace('unix://', ''), allowHalfOpen: true }),
    first: fallback === 'engine',
  }
  const progress = new Progress(tape.exchanges)
  const accept = createReplay({ script, progress, clock: realClock(), speed, engine })
  const guests = new Guests()
  try {
    const exposure = { allowPublic: values['allow-public'] }
    const listener = await listen(values.host ?? (await usualAddress()), guests.welcome(accept), exposure)
    process.stdout.write(`export DOCKER_HOST=${listener.address}\n`)
    await ending
    await listener[Symbol.asyncDispose]()
    await guests.seeOff()
  } finally {
    await mock?.close()
  }
  for (const line of reportOf(script)) say(`mockerd: ${line}`)
  return script.unmatched.length > 0 ? UNMATCHED : 0
}

/** `--fallback` alone is `--fallback=tape`; `--fallback engine` is `--fallback=engine`. */
function withFallbackValue(args: readonly string[]): string[] {
  const named = (value: string | undefined): boolean => value === 'tape' || value === 'engine'
  const wrong = args.find((arg) => arg.startsWith('--fallback=') && !named(arg.slice('--fallback='.length)))
  if (wrong !== undefined) throw new Error(`invalid value of ${wrong}: must be tape or engine`)
  return args.map((arg, index) => (arg === '--fallback' && !named(args[index + 1]) ? '--fallback=tape' : arg))
}

async function tapeOf(file: string): Promise<Tape> {
  const text = await readFile(file, 'utf8')
  try {
    return readTape(text)
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`)
  }
}

function reportOf(script: Script): string[] {
  const unused = script.unused()
  const used = script.exchanges - unused.length
  return [
    `${used} of ${script.exchanges} exchanges of the tape were used`,
    ...unused.map(({ number, request }) => `not used: exchange ${number}, ${request.method} ${request.target}`),
    ...script.unmatched.map((asked) => `not on the tape: ${asked}`),
  ]
}
