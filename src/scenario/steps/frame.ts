// frame: a frame of multiplexed output that nobody has written.
import { frame, type StreamNumber } from '../../codec/frames.ts'
import { described, oneOf, record, text } from '../../codec/shape.ts'
import { positive } from '../arguments.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'

const STREAMS: Readonly<Record<'stdout' | 'stderr' | 'systemerr', StreamNumber>> = {
  stdout: 1,
  stderr: 2,
  systemerr: 3,
}

interface Args {
  readonly stream?: keyof typeof STREAMS | undefined
  readonly text?: string | undefined
  readonly repeat?: number | undefined
}

const step: Step<Args> = {
  summary:
    'Puts a frame of its own into the multiplexed output of a log, an attach or an exec, at the point of the rule.',
  args: record<Args>({
    stream: described(
      oneOf('stdout', 'stderr', 'systemerr'),
      'stdout if left out; systemerr: what the daemon itself has to complain of.',
    ),
    text: described(text, 'What is in it; nothing if left out.'),
    repeat: described(positive, 'The text, so many times one after the other.'),
  }),
  examples: [{}, { stream: 'systemerr', text: 'Error grabbing logs: unexpected EOF\n' }, { text: 'x', repeat: 70_000 }],
  places: onBytes,
  explain({ stream = 'stdout', text = '', repeat = 1 }) {
    const often = repeat === 1 ? '' : ` ${repeat} times over`
    return `put in ${text === '' ? 'an empty frame' : `a frame with ${JSON.stringify(text)}${often}`} of ${stream}`
  },
  run({ stream = 'stdout', text = '', repeat = 1 }, moment) {
    const own = frame(STREAMS[stream], Buffer.from(text.repeat(repeat)))
    moment.shape(async function* (bytes) {
      yield own
      yield* bytes
    })
  },
}
export default step
