// throttle: so many bytes a second.
import type { Bytes } from '../../api/wire.ts'
import { described } from '../../codec/shape.ts'
import { byteCount } from '../arguments.ts'
import { bytesOf } from '../bytes-of.ts'
import type { Moment } from '../moment.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'

/** How often in a second something is sent. */
const TURNS = 10

const step: Step<number | string> = {
  summary: 'Sends no more than so many bytes a second, on the daemon’s clock.',
  args: described(byteCount, 'Bytes a second: 512, 64k.'),
  examples: [512, '64k'],
  places: onBytes,
  explain: (rate) => `send ${rate} bytes a second`,
  run: (rate, moment) => moment.shape((bytes) => throttled(bytes, Math.max(1, bytesOf(rate)), moment)),
}
export default step

async function* throttled(bytes: Bytes, rate: number, moment: Moment): AsyncGenerator<Uint8Array> {
  const portion = Math.max(1, Math.floor(rate / TURNS))
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; at += portion) {
      const part = piece.subarray(at, at + portion)
      await moment.wait((part.length / rate) * 1000)
      yield part
    }
  }
}
