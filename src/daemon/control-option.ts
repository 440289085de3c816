// What a daemon is like that can be controlled over HTTP.
import type { Clock } from '../world/clock.ts'
import { steerableClock } from '../world/steerable-clock.ts'
import type { Journaling } from './journaling.ts'

/** `true` for everybody who reaches it. */
export type Control = boolean | { readonly token: string }

interface Settings {
  readonly control?: Control | undefined
  readonly clock?: Clock | undefined
  readonly journal?: Journaling | undefined
}

/** Such a daemon writes down what it is asked, and its clock can be steered, unless the options say otherwise. */
export function controlOf<Options extends Settings>(options: Options): Options {
  if (!options.control) return options
  return { ...options, clock: options.clock ?? steerableClock(), journal: options.journal ?? true }
}
