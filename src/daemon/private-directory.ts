// A directory for temporary files that one daemon has for itself: it goes with the daemon, or with the process of a test
// that forgot to close it.
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface PrivateDirectory {
  readonly path: string
  remove(): Promise<void>
}

const present = new Set<string>()
const removeAll = (): void => {
  for (const path of present) rmSync(path, { recursive: true, force: true })
}

/** @param prefix of its name */
export async function privateDirectory(prefix: string): Promise<PrivateDirectory> {
  const path = await mkdtemp(join(tmpdir(), prefix))
  // one listener for all of them, and none when there are none
  if (present.size === 0) process.on('exit', removeAll)
  present.add(path)
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true })
      present.delete(path)
      if (present.size === 0) process.off('exit', removeAll)
    },
  }
}
