// docker-init (tini): PID 1 of a container with `--init`. Starts the command, hands signals on, ends as it ends.
import type { Child, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'

/** Signals that are PID 1's own, or that nobody can catch: KILL, CHLD, CONT, STOP. */
const own = new Set([9, 17, 18, 19])

/** The first process that it starts: those before it were runc's. */
const FIRST = 7

export const dockerInit: Program = async (process) => {
  const command = process.argv[1] === '--' ? process.argv.slice(2) : process.argv.slice(1)
  let child: Child
  try {
    child = process.spawn(command)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await process.write(2, `[FATAL tini (${FIRST})] exec ${command[0]} failed: ${error.message}\n`)
    return statuses[error.code] ?? 1
  }
  for (let signal = 1; signal < 32; signal++) {
    if (!own.has(signal)) process.onSignal(signal, () => process.kill(child.pid, signal))
  }
  const { code } = await child.wait()
  return code
}

/** What it exits with when the command cannot be run (tini: spawn_process). */
const statuses: Readonly<Record<string, number>> = { ENOENT: 127, EACCES: 126 }
