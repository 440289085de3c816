// `mockerd record`: stands in front of a daemon and writes down what is said.
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { listen } from '../http/listen.ts'
import { createRecorder } from '../tape/recorder.ts'
import { createTape } from '../tape/tape-writer.ts'
import { realClock } from '../world/real-clock.ts'
import { usualAddress } from './socket.ts'
import { daemonAddress } from './tape-address.ts'
import { tapeMasks } from './tape-masks.ts'

export const recordHelp = `Usage:  mockerd record [OPTIONS] --to ADDRESS --out FILE

Hand everything on to a real daemon, and write what is said to a tape for mockerd replay.

Options:
      --to ADDRESS      The daemon: unix:///path or tcp://host:port
      --out FILE        The tape; made anew
  -H, --host ADDRESS    Where to listen: unix:///path or tcp://host:port (default: the command's own socket)
      --allow-public    Listen on an address of TCP that other machines reach: they all reach the daemon then
      --tls-dir DIR     Speak TLS with the daemon, with ca.pem, cert.pem and key.pem of this directory
      --mask PATTERN    Mask fields, variables, parameters and headers, too, whose names match this regular expression
  -h, --help            Print this help and quit
`

/** A command that runs until a signal ends it, and says on standard error what it does. */
export type Say = (text: string) => void

/** Resolves to the exit code. Throws an Error with a sentence when it cannot begin. */
export async function recordCommand(args: readonly string[], say: Say): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      to: { type: 'string' },
      out: { type: 'string' },
      host: { type: 'string', short: 'H' },
      'tls-dir': { type: 'string' },
      'allow-public': { type: 'boolean' },
      mask: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(recordHelp)
    return 0
  }
  const { to, out, mask } = values
  if (to === undefined || out === undefined) throw new Error("--to and --out are needed\nSee 'mockerd record --help'.")
  const masks = tapeMasks(mask)
  const daemon = await daemonAddress(to, values['tls-dir'])
  const tape = createTape(out, realClock(), mask)
  const ending = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const accept = createRecorder({ ...daemon, tape, masks, report: (sentence) => say(`mockerd: ${sentence}`) })
  const exposure = { allowPublic: values['allow-public'] }
  const listener = await listen(values.host ?? (await usualAddress()), accept, exposure)
  process.stdout.write(`export DOCKER_HOST=${listener.address}\n`)
  say(`Recording ${to} to ${out}`)
  await ending
  await listener[Symbol.asyncDispose]()
  tape.close()
  return 0
}
