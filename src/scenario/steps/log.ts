// log: the main process of a container prints something.
import { described, either, flag, oneOf, record, text } from '../../codec/shape.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { containerField, type OfContainer, onContainer, theContainer } from '../target.ts'

interface Line extends OfContainer {
  readonly text?: string | undefined
  readonly base64?: string | undefined
  readonly stream?: 'stdout' | 'stderr' | undefined
  readonly partial?: boolean | undefined
}

type Args = string | Line

const line = described(text, 'A line; its line feed is added.')

const of = (args: Args): Line => (typeof args === 'string' ? { text: args } : args)

const step: Step<Args> = {
  summary: 'Lets the main process of a container print: a line, part of one, or any bytes.',
  args: either<Args>(
    line,
    record<Line>({
      text: line,
      base64: described(text, 'Bytes as they are, in the place of a text.'),
      stream: described(oneOf('stdout', 'stderr'), 'stdout if left out.'),
      partial: described(flag, 'true: no line feed is added.'),
      container: containerField,
    }),
  ),
  examples: ['ready', { text: 'lost', stream: 'stderr', container: 'web', partial: true }, { base64: 'AP8=' }],
  places: anywhere,
  explain(args) {
    const { text = '', base64, stream = 'stdout', container } = of(args)
    const what = base64 === undefined ? JSON.stringify(text) : `the bytes ${base64} (base64)`
    return `let ${theContainer(container)} print ${what} to ${stream}`
  },
  run(args, moment) {
    const { stream = 'stdout', container } = of(args)
    const bytes = bytesOf(of(args))
    return onContainer(
      moment,
      container,
      (one, mishaps) => mishaps.print(one, stream === 'stdout' ? 1 : 2, bytes),
      `printed ${bytes.length} bytes`,
    )
  },
}
export default step

function bytesOf({ text = '', base64, partial }: Line): Uint8Array {
  if (base64 !== undefined) return Buffer.from(base64, 'base64')
  return Buffer.from(partial ? text : `${text}\n`)
}
