// What options tell the engine.
import type { Settings } from '../../engine/settings.ts'
import type { Values } from './given-values.ts'
import { allOptions } from './table.ts'

/** Only what was said. */
export function settingsOf(options: object): Partial<Settings> {
  const values = options as Values
  const settings = Object.entries(allOptions).flatMap(([flag, { setting }]) =>
    setting !== undefined && values[flag] !== undefined ? [[setting, values[flag]] as const] : [],
  )
  return Object.fromEntries(settings) as Partial<Settings>
}
