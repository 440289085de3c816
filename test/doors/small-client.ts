// A command that makes some calls: what `mockerd run` and `mockerd audit` are tried with.
import { join } from 'node:path'

/** What stands behind the options: `--` and the command. */
export const client = (...calls: readonly string[]): string[] => [
  '--',
  process.execPath,
  join(import.meta.dirname, 'small-client.mjs'),
  ...calls,
]
