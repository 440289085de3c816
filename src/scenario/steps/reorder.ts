// reorder: the same objects in another order.
import { described, oneOf, record } from '../../codec/shape.ts'
import type { Random } from '../../world/random.ts'
import { positive } from '../arguments.ts'
import { type CountedUnit, changeUnits, unitField } from '../chosen-units.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'

interface Args {
  readonly unit?: CountedUnit | undefined
  /** 2 if left out */
  readonly window?: number | undefined
  readonly order?: 'reverse' | 'shuffle' | undefined
}

const step: Step<Args> = {
  summary: 'Holds back so many objects of a list or a stream, and sends them in another order.',
  args: record<Args>({
    unit: unitField,
    window: described(positive, 'How many at a time; 2 if left out. The rest at the end may be fewer.'),
    order: described(oneOf('reverse', 'shuffle'), 'reverse if left out; shuffle is drawn from the seed.'),
  }),
  examples: [{}, { window: 3 }, { unit: 'events', window: 5, order: 'shuffle' }],
  places: onBytes,
  explain: ({ unit = 'objects', window = 2, order = 'reverse' }) => `${order} every ${window} ${unit}`,
  run: ({ unit = 'objects', window = 2, order = 'reverse' }, moment) =>
    changeUnits(moment, unit, async function* (units) {
      let held: Uint8Array[] = []
      const release = (): Uint8Array[] => {
        const released = order === 'reverse' ? held.reverse() : shuffled(held, moment.random)
        held = []
        return released
      }
      for await (const one of units) {
        held.push(one)
        if (held.length === window) yield* release()
      }
      yield* release()
    }),
}
export default step

/** Fisher and Yates's way. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1))
    ;[result[last], result[other]] = [result[other]!, result[last]!]
  }
  return result
}
