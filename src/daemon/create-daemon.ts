// A daemon at once: for tests and programs that do not wait.
import * as operations from '../api/operations.ts'
import * as machines from '../runtime/create-machine.ts'
import * as dataRoots from '../storage/data-root/data-root.ts'
import { early } from '../world/late.ts'
import { assembleDaemon } from './create.ts'
import type { Daemon } from './daemon.ts'
import type { DaemonOptions } from './daemon-options.ts'
import type { DaemonParts } from './parts.ts'
import * as players from './play-scenarios.ts'

const parts: DaemonParts = {
  operations: early(operations),
  machines: early(machines),
  players: early(players),
  dataRoots: early(dataRoots),
}

/**
 * Makes a daemon that listens nowhere yet: for clients in this process, through `agent`, `app` or `fetch`.
 * Throws a RangeError for an engine that it does not know, and an Error with dockerd's words for a storage driver that
 * does not start.
 *
 * @example
 * await using daemon = createDaemon({ engine: '20.10' })
 * const reply = await daemon.fetch(new Request('http://docker/version'))
 */
export function createDaemon(options: DaemonOptions = {}): Daemon {
  return assembleDaemon(options, parts)
}
