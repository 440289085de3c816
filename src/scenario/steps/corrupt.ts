// corrupt: bytes that are not what they were.
import type { Bytes } from '../../api/wire.ts'
import { described, flag, record, whole } from '../../codec/shape.ts'
import { natural, positive } from '../arguments.ts'
import type { Moment } from '../moment.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'
import { unitsOf } from '../units.ts'

interface Range {
  readonly offset?: number | undefined
  readonly length?: number | undefined
}

interface FrameFault {
  readonly nth?: number | undefined
  readonly stream?: number | undefined
  readonly length?: number | undefined
}

interface Args {
  readonly bytes?: Range | undefined
  readonly digest?: boolean | undefined
  readonly frame?: FrameFault | undefined
}

const step: Step<Args> = {
  summary: 'Changes bytes, digests, or the header of a frame; the length stays.',
  args: record<Args>({
    bytes: record<Range>({
      offset: described(natural, 'The first of them, from 0.'),
      length: described(positive, 'How many; 1 if left out.'),
    }),
    digest: described(flag, 'Every sha256 digest becomes another one.'),
    frame: record<FrameFault>({
      nth: described(positive, 'Which frame of multiplexed output, from 1.'),
      stream: described(whole(0, 255), 'Its stream becomes this one; dockerd has 0 to 3.'),
      length: described(natural, 'Its length becomes this one; its bytes do not.'),
    }),
  }),
  examples: [{ bytes: { offset: 10, length: 4 } }, { digest: true }, { frame: { nth: 2, stream: 3 } }],
  places: onBytes,
  explain({ bytes, digest, frame }) {
    const parts: string[] = []
    if (bytes) parts.push(`corrupt ${bytes.length ?? 1} bytes from byte ${bytes.offset ?? 0} on`)
    if (digest) parts.push('corrupt every digest')
    if (frame) parts.push(`give frame ${frame.nth ?? 1} ${clauses(frame)}`)
    return parts.join(' and ') || 'corrupt nothing'
  },
  run({ bytes, digest, frame }, moment) {
    if (bytes) moment.shape((given) => flipped(given, bytes, moment))
    if (digest) moment.shape(misled)
    if (frame) moment.shape((given) => reframed(given, frame))
  },
}
export default step

function clauses({ stream, length }: FrameFault): string {
  const parts: string[] = []
  if (stream !== undefined) parts.push(`the stream ${stream}`)
  if (length !== undefined) parts.push(`the length ${length}`)
  return parts.join(' and ') || 'its own header'
}

/** Each of them becomes another one. */
async function* flipped(bytes: Bytes, { offset = 0, length = 1 }: Range, moment: Moment): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const piece of bytes) {
    const from = Math.max(0, offset - at)
    const to = Math.min(piece.length, offset + length - at)
    at += piece.length
    if (from >= to) {
      yield piece
      continue
    }
    const copy = Buffer.from(piece)
    for (let index = from; index < to; index++) copy[index]! ^= 1 + Math.floor(moment.random.next() * 255)
    yield copy
  }
}

/** Of each digest the first digit becomes its neighbour: still a digest, of something else. A digest cut in two stays. */
async function* misled(bytes: Bytes): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    const text = Buffer.from(piece).toString('latin1')
    const other = text.replace(/sha256:([0-9a-f])(?=[0-9a-f]{63})/g, (_, digit: string) => {
      return `sha256:${((Number.parseInt(digit, 16) + 1) % 16).toString(16)}`
    })
    yield Buffer.from(other, 'latin1')
  }
}

async function* reframed(bytes: Bytes, { nth = 1, stream, length }: FrameFault): AsyncGenerator<Uint8Array> {
  let seen = 0
  for await (const frame of unitsOf(bytes, 'frames')) {
    if (++seen !== nth || frame.length < 8) {
      yield frame
      continue
    }
    const copy = Buffer.from(frame)
    if (stream !== undefined) copy[0] = stream
    if (length !== undefined) copy.writeUInt32BE(length, 4)
    yield copy
  }
}
