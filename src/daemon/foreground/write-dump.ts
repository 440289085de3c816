// SIGUSR1: writes down what the daemon holds and does.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorText } from '../../codec/path-error.ts'
import { rfc3339 } from '../../codec/timestamp.ts'
import type { Logger } from '../../world/logger.ts'
import type { StartedDaemon } from '../start.ts'

/**
 * Into a file of the directory, named as dockerd names it, or to stderr (moby pkg/stack: DumpToFile).
 *
 * differs: dockerd writes the stacks of its goroutines into its exec root; this is what the daemon holds, into its data root.
 */
export async function writeDump(daemon: StartedDaemon, logger: Logger, directory: string | undefined): Promise<void> {
  try {
    const text = await daemon.dump()
    if (directory === undefined) {
      process.stderr.write(text)
      return
    }
    const moment = rfc3339(Math.floor(daemon.clock.now() / 1000) * 1000).replaceAll(':', '')
    const path = join(directory, `goroutine-stacks-${moment}.log`)
    await writeFile(path, text)
    logger.log('info', `goroutine stacks written to ${path}`)
  } catch (error) {
    logger.log('error', 'failed to write goroutines dump', { error: errorText(error) })
  }
}
