// --pidfile: where the number of the daemon's process is written, and which other daemon it keeps from starting.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { pathError } from '../../codec/path-error.ts'

/**
 * Writes it; what comes back removes it. Rejects with dockerd's words while the process of an earlier one lives
 * (moby pkg/pidfile; daemon/command/daemon.go: start).
 * differs: the directory must be there, which dockerd makes up to 23.0.
 */
export async function writePidFile(path: string): Promise<() => Promise<void>> {
  const refused = (why: string): Error =>
    new Error(`failed to start daemon, ensure docker is not running or delete ${path}: ${why}`)
  let pid: number | undefined
  try {
    pid = await livingProcessIn(path)
    if (pid === undefined) await writeFile(path, String(process.pid))
  } catch (error) {
    throw refused(pathError(path, error))
  }
  if (pid !== undefined) throw refused(`process with PID ${pid} is still running`)
  return () => rm(path, { force: true })
}

/** What is no number is no process. */
async function livingProcessIn(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const pid = /^\d+$/.test(text.trim()) ? Number(text) : 0
  return pid > 0 && (await isAlive(pid)) ? pid : undefined
}

async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  // one that has ended is there until its parent looks; in a container there may be none that does
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return !/^\d+ \(.*\) Z /s.test(stat)
}
