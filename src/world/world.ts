// What surrounds an engine: time, chance and the news. One world per daemon, handed in at the door.
import type { Clock } from './clock.ts'
import { EventBus } from './events.ts'
import { freshSeed, type Random, seededRandom } from './random.ts'
import { realClock } from './real-clock.ts'

export interface World {
  readonly seed: string
  readonly clock: Clock
  readonly random: Random
  readonly events: EventBus
}

export interface WorldOptions {
  /** The same seed and the same calls give the same ids and names. A fresh one if left out. */
  readonly seed?: string | undefined
  readonly clock?: Clock | undefined
}

export function createWorld(options: WorldOptions = {}): World {
  const seed = options.seed ?? freshSeed()
  const clock = options.clock ?? realClock()
  return { seed, clock, random: seededRandom(seed), events: new EventBus(clock) }
}
