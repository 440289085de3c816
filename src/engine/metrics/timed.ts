// Notes how long a service takes, when it does what it was asked.
import type { Clock } from '../../world/clock.ts'
import type { Timers } from './daemon-metrics.ts'

/** The same function; what it throws is not noted. */
export function timed<Arguments extends readonly unknown[], Result>(
  clock: Clock,
  timers: Timers,
  name: string,
  act: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  return (...given) => {
    const began = clock.now()
    const note = (): void => timers.observe(name, clock.now() - began)
    const result = act(...given)
    if (result instanceof Promise) void result.then(note, () => {})
    else note()
    return result
  }
}
