// `mockerd record`: stands in front of a daemon and writes down what is said.
import { once } from 'node:events'
import { Guests } from '../http/guests.ts'
import { listen } from '../http/listen.ts'
import { createRecorder } from '../tape/recorder.ts'
import { createTape } from '../tape/tape-writer.ts'
import { realClock } from '../world/real-clock.ts'
import { listeningOptions, tlsOption } from './options/between.ts'
import { misused, readSubcommand, subcommandHelp } from './options/subcommand.ts'
import { usualAddress } from './socket.ts'
import { daemonAddress } from './tape-address.ts'
import { tapeMasks } from './tape-masks.ts'

const recording = {
  name: 'record',
  usage: '[OPTIONS] --to ADDRESS --out FILE',
  does: 'Hand everything on to a real daemon, and write what is said to a tape for mockerd replay.',
  options: {
    to: { kind: 'string', value: 'ADDRESS', help: 'The daemon: unix:///path or tcp://host:port' },
    out: { kind: 'string', value: 'FILE', help: 'The tape; made anew' },
    ...listeningOptions,
    ...tlsOption,
    mask: {
      kind: 'string',
      value: 'PATTERN',
      help: 'Mask fields, variables, parameters and headers, too, whose names match this regular expression',
    },
  },
} as const

export const recordHelp: string = subcommandHelp(recording)

/** A command that runs until a signal ends it, and says on standard error what it does. */
export type Say = (text: string) => void

/** Resolves to the exit code. Throws an Error with a sentence when it cannot begin. */
export async function recordCommand(args: readonly string[], say: Say): Promise<number> {
  const given = readSubcommand(recording, args)
  if (!given) return 0
  const { to, out, mask, host, ...options } = given.options
  if (to === undefined || out === undefined) throw misused(recording, '--to and --out are needed')
  const masks = tapeMasks(mask)
  const daemon = await daemonAddress(to, options['tls-dir'])
  const tape = createTape(out, realClock(), mask)
  const ending = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const accept = createRecorder({ ...daemon, tape, masks, report: (sentence) => say(`mockerd: ${sentence}`) })
  const guests = new Guests()
  const exposure = { allowPublic: options['allow-public'] }
  const listener = await listen(host ?? (await usualAddress()), guests.welcome(accept), exposure)
  process.stdout.write(`export DOCKER_HOST=${listener.address}\n`)
  say(`Recording ${to} to ${out}`)
  await ending
  await listener[Symbol.asyncDispose]()
  await guests.seeOff()
  tape.close()
  return 0
}
