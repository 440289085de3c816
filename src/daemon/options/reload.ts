// What SIGHUP changes: the options that dockerd takes over from daemon.json while it runs.
import type { Settings } from '../../engine/settings.ts'
import { configuredBy, configValues } from './daemon-json.ts'
import type { Values } from './given-values.ts'
import { readConfigFile } from './read-config-file.ts'
import { settingsOf } from './settings-of.ts'
import { allOptions, type CommandOptions } from './table.ts'
import { conflictFree, validate } from './validate.ts'

/**
 * Reads daemon.json again, if the options name one. Throws an Error with what dockerd then logs as the error of `Error
 * reloading configuration` (moby daemon/config/config.go: Reload, daemon/reload.go).
 * @param flags what flags and the environment said
 */
export function reloadedSettings({ flags }: { readonly flags: Values }): Partial<Settings> {
  const { 'config-file': path = '', engine } = flags as CommandOptions
  const file = path === '' ? {} : configuredBy(path, () => configValues(readConfigFile(path, engine), flags))
  const values: Values = { ...file, ...(file.label !== undefined && { label: conflictFree(file.label as string[]) }) }
  try {
    validate(values as CommandOptions)
  } catch (error) {
    throw new Error(`file configuration validation failed: ${(error as Error).message}`)
  }
  return settingsOf(Object.fromEntries(Object.entries(values).filter(([flag]) => allOptions[flag]!.reloads)))
}
