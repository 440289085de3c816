// What surrounds an engine: time, chance, the news, and who is told of its work. One world per daemon, handed in at the door.
import type { Clock } from './clock.ts'
import { EventBus } from './events.ts'
import { type Logger, silentLogger } from './logger.ts'
import { freshSeed, type Random, seededRandom } from './random.ts'
import { realClock } from './real-clock.ts'

export interface World {
  readonly seed: string
  readonly clock: Clock
  readonly random: Random
  readonly events: EventBus
  readonly logger: Logger
}

export interface WorldOptions {
  /** The same seed and the same calls give the same ids and names. A fresh one if left out. */
  readonly seed?: string | undefined
  readonly clock?: Clock | undefined
  /** Told what dockerd would write into its log; nobody is if left out. */
  readonly logger?: Logger | undefined
}

export function createWorld(options: WorldOptions = {}): World {
  const seed = options.seed ?? freshSeed()
  const clock = options.clock ?? realClock()
  const logger = options.logger ?? silentLogger
  return { seed, clock, random: seededRandom(seed), events: new EventBus(clock), logger }
}
