// docker-init (tini): PID 1 of a container with `--init`. Starts the command, hands signals on, ends as it ends.
import type { Program } from '../../runtime/process.ts'

/** Signals that are PID 1's own, or that nobody can catch: KILL, CHLD, CONT, STOP. */
const own = new Set([9, 17, 18, 19])

export const dockerInit: Program = async (process) => {
  const command = process.argv[1] === '--' ? process.argv.slice(2) : process.argv.slice(1)
  const child = process.spawn(command)
  for (let signal = 1; signal < 32; signal++) {
    if (!own.has(signal)) process.onSignal(signal, () => process.kill(child.pid, signal))
  }
  const { code } = await child.wait()
  return code
}
