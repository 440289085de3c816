// timeout: becomes a command, and leaves a timer behind that ends it when it takes too long.
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { signalNumber } from '../signals.ts'
import { become, start } from './command.ts'
import { durationOf } from './numbers.ts'
import { parseOptions, showUsage } from './options.ts'
import { Complaint } from './report.ts'

interface Limits {
  readonly signal: number
  /** ms */
  readonly limit: number
  /** ms until SIGKILL follows; undefined for never */
  readonly grace: number | undefined
}

/** How often the timer looks whether the command still runs, as busybox does (coreutils/timeout.c). */
const glance = 1000

function isAlive(process: Process, pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if (error instanceof FileError) return false
    throw error
  }
}

/** Waits, and sends the signal if the process is still there; false if it is not. */
async function guard(process: Process, pid: number, time: number, signal: number): Promise<boolean> {
  for (let left = time; left > 0; left -= glance) {
    await process.sleep(Math.min(left, glance))
    if (!isAlive(process, pid)) return false
  }
  process.kill(pid, signal)
  return true
}

/**
 * The timer must be no child of the command, which would wonder at it: a process between them starts it and ends at
 * once. Both are timeout itself, called with an option for that.
 */
async function runTimer(
  process: Process,
  stage: string,
  pid: number,
  { signal, limit, grace }: Limits,
): Promise<number> {
  if (stage === 'p') {
    start(
      process,
      process.argv.map((word) => (word === '-p' ? '-P' : word)),
      { descriptors: new Map() },
    )
    return 0
  }
  const sent = await guard(process, pid, limit, signal)
  if (sent && grace !== undefined) await guard(process, pid, grace, 9)
  return 0
}

const usage = '[-s SIG] [-k KILL_SECS] SECS PROG ARGS'

const timeout: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: '+s:k:p:P:',
    long: { signal: 's', 'kill-after': 'k' },
    usage,
    operands: [1],
  })
  const name = options.value('s') ?? 'TERM'
  const signal = signalNumber(name)
  if (signal === undefined) throw new Complaint(`invalid signal '${name}'`)
  const [duration = '', ...argv] = options.operands
  const limits = {
    signal,
    limit: durationOf(duration),
    grace: options.has('k') ? durationOf(options.value('k')!) : undefined,
  }
  const stage = options.last('pP')
  if (stage !== undefined) return runTimer(process, stage, Number(options.value(stage)), limits)
  if (argv.length === 0) return showUsage(process, { usage })
  if (limits.limit > 0) {
    const grace = options.has('k') ? ['-k', options.value('k')!] : []
    const timer = [process.argv[0]!, '-p', String(process.pid), '-s', name, ...grace, duration]
    await start(process, timer, { descriptors: new Map() }).wait()
  }
  return become(process, argv)
}
export default timeout
