// coalesce: the same bytes in fewer pieces.
import type { Bytes } from '../../api/wire.ts'
import { record } from '../../codec/shape.ts'
import { type Counted, countedFields, oneUnit, unitOf } from '../arguments.ts'
import { bytesOf } from '../bytes-of.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'
import { unitsOf } from '../units.ts'

const step: Step<Counted> = {
  summary: 'Holds bytes back until there are so many, and sends them as one piece; the rest at the end.',
  args: oneUnit(record<Counted>(countedFields)),
  examples: [{ bytes: '4k' }, { objects: 3 }, { frames: 2 }],
  places: onBytes,
  explain(args) {
    const unit = unitOf(args)!
    return `send ${args[unit]} ${unit} at a time`
  },
  run(args, moment) {
    const unit = unitOf(args)!
    const amount = bytesOf(args[unit]!)
    moment.shape((bytes) =>
      unit === 'bytes'
        ? gathered(bytes, amount, (piece) => piece.length)
        : gathered(unitsOf(bytes, unit), amount, () => 1),
    )
  },
}
export default step

async function* gathered(
  pieces: Bytes,
  amount: number,
  weigh: (piece: Uint8Array) => number,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let weight = 0
  for await (const piece of pieces) {
    held.push(piece)
    weight += weigh(piece)
    if (weight < amount) continue
    yield Buffer.concat(held)
    held = []
    weight = 0
  }
  if (held.length > 0) yield Buffer.concat(held)
}
