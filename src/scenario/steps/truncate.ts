// truncate: sends so much of the body and no more.
import type { Bytes } from '../../api/wire.ts'
import { oneOf, record } from '../../codec/shape.ts'
import { type Counted, countedFields, oneUnit, unitOf } from '../arguments.ts'
import { bytesOf } from '../bytes-of.ts'
import type { Moment } from '../moment.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'
import { passThen } from '../units.ts'

interface Args extends Counted {
  /** `close` if left out */
  readonly end?: 'close' | 'reset' | 'clean' | 'hang' | undefined
}

const ENDS = {
  close: 'close the connection',
  reset: 'reset the connection',
  clean: 'end the reply as if that were all',
  hang: 'send nothing more',
}

const step: Step<Args> = {
  summary: 'Sends so much of the body, then closes, resets, hangs, or ends as if that were all.',
  args: oneUnit(record<Args>({ ...countedFields, end: oneOf('close', 'reset', 'clean', 'hang') })),
  examples: [{ bytes: 100 }, { objects: 3, end: 'reset' }, { frames: 0, end: 'hang' }, { bytes: '1k', end: 'clean' }],
  places: onBytes,
  explain(args) {
    const unit = unitOf(args)!
    return `send ${args[unit]} ${unit}, then ${ENDS[args.end ?? 'close']}`
  },
  run(args, moment) {
    const unit = unitOf(args)!
    const stop = (rest: Bytes): Bytes => stopped(rest, args.end ?? 'close', moment)
    moment.shape((bytes) => passThen(bytes, unit, bytesOf(args[unit]!), async () => stop), {
      reframe: args.end === 'clean',
    })
  },
}
export default step

async function* stopped(rest: Bytes, end: NonNullable<Args['end']>, moment: Moment): AsyncGenerator<Uint8Array> {
  if (end === 'hang') {
    await moment.block('')
    yield* rest
  } else if (end !== 'clean') moment.cut(end)
}
