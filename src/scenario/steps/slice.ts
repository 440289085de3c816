// slice: the same bytes in smaller pieces.
import type { Bytes } from '../../api/wire.ts'
import { parseDuration } from '../../codec/duration.ts'
import { described, duration, either, record } from '../../codec/shape.ts'
import { natural, positive } from '../arguments.ts'
import type { Moment } from '../moment.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'

interface Sizes {
  /** bytes */
  readonly size: number
  /** Up to so many bytes more or less. */
  readonly variation?: number | undefined
  readonly delay?: string | undefined
}

type Args = number | Sizes

const of = (args: Args): Sizes => (typeof args === 'number' ? { size: args } : args)

const step: Step<Args> = {
  summary: 'Sends the same bytes in pieces of this size, each a chunk of its own; characters may be cut in two.',
  args: either<Args>(
    described(positive, 'Bytes of each piece.'),
    record<Sizes>(
      {
        size: described(positive, 'Bytes of each piece.'),
        variation: described(natural, 'So many bytes more or less, drawn for each piece.'),
        delay: described(duration, 'Between two pieces.'),
      },
      ['size'],
    ),
  ),
  examples: [1, { size: 16, variation: 8 }, { size: 100, delay: '10ms' }],
  places: onBytes,
  explain(args) {
    const { size, variation, delay } = of(args)
    const bytes = variation ? `${size} ± ${variation} bytes` : size === 1 ? '1 byte' : `${size} bytes`
    return `send pieces of ${bytes}${delay ? `, ${delay} apart` : ''}`
  },
  run: (args, moment) => moment.shape((bytes) => sliced(bytes, of(args), moment)),
}
export default step

async function* sliced(
  bytes: Bytes,
  { size, variation = 0, delay }: Sizes,
  moment: Moment,
): AsyncGenerator<Uint8Array> {
  const pause = delay === undefined ? 0 : parseDuration(delay)!
  let first = true
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; ) {
      if (!first && pause > 0) await moment.wait(pause)
      first = false
      const drawn = variation && Math.floor(moment.random.next() * (2 * variation + 1)) - variation
      const length = Math.max(1, size + drawn)
      yield piece.subarray(at, at + length)
      at += length
    }
  }
}
