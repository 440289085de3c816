// `daemonJson` of the library: a daemon.json, or what is in one.
import type { StartOptions } from './daemon-options.ts'
import { optionsOfFile } from './options.ts'
import { startOptionsOf } from './start-options.ts'

/**
 * The options with those that the file says, where they say nothing themselves. Rejects with dockerd's words for a file
 * that cannot be.
 */
export async function withDaemonJson({ daemonJson, ...options }: StartOptions): Promise<StartOptions> {
  if (daemonJson === undefined) return options
  // what only the command has if nobody says anything
  const { warn, report, publish, minApiVersion, ...said } = await startOptionsOf(optionsOfFile(daemonJson))
  const both = { ...said, ...withoutHoles(options) }
  return { ...both, host: { ...said.host, ...options.host }, settings: { ...said.settings, ...options.settings } }
}

const withoutHoles = (options: StartOptions): StartOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
