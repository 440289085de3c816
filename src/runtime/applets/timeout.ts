// timeout: runs a command and ends it when it takes too long.

import { FileError } from '../../storage/file-error.ts'
import type { Program } from '../process.ts'
import { Signal, signalNumber } from '../signals.ts'
import { start } from './command.ts'
import { durationOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { Complaint } from './report.ts'

const timeout: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: '+s:k:p:',
    long: { signal: 's', 'kill-after': 'k', foreground: 'p' },
    usage: '[-s SIG] [-k KILL_SECS] SECS PROG ARGS',
    operands: [2],
  })
  const signal = signalNumber(options.value('s') ?? 'TERM')
  if (signal === undefined) throw new Complaint(`invalid signal '${options.value('s')}'`)
  const [duration = '', ...argv] = options.operands
  const limit = durationOf(duration)
  const grace = options.has('k') ? durationOf(options.value('k')!) : undefined
  const child = start(process, argv)
  const send = (number: number) => {
    try {
      process.kill(child.pid, number)
    } catch (error) {
      // it has ended in between
      if (!(error instanceof FileError)) throw error
    }
  }
  // what is meant for the command reaches it
  for (const each of [Signal.TERM, Signal.INT, Signal.HUP, Signal.QUIT]) process.onSignal(each, () => send(each))
  const ended = child.wait()
  const timer = async (): Promise<void> => {
    await process.sleep(limit)
    send(signal)
    if (grace === undefined) return
    await process.sleep(grace)
    send(Signal.KILL)
  }
  // whatever becomes of the timer, the command's end is what counts
  if (limit > 0) timer().catch(() => undefined)
  return (await ended).code
}
export default timeout
