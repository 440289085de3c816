// progress: answers with lines of progress, and an error in the middle of the stream.
import { anything, described, list, map, record, text } from '../../codec/shape.ts'
import { type ProgressLine, progressText } from '../../engine/progress.ts'
import { natural } from '../arguments.ts'
import { BLANKS, fillValue } from '../fill.ts'
import { beforeHead } from '../place.ts'
import type { Step } from '../step.ts'

interface Args {
  readonly lines?: readonly ProgressLine[] | undefined
  readonly error?: string | undefined
  /** of a command of a build */
  readonly code?: number | undefined
}

const step: Step<Args> = {
  summary: 'Answers 200 with lines of progress in the place of the operation, which never begins; then with an error.',
  args: record<Args>({
    lines: described(list(map(anything)), `Objects of the stream. Blanks in texts are filled: ${BLANKS}.`),
    error: described(text, 'What the last line says, in dockerd’s form. Without it all seems to have gone well.'),
    code: described(natural, 'The exit code that the error tells, as of a command of a build.'),
  }),
  examples: [
    {
      lines: [{ status: 'Pulling from {image.path}', id: '{image.tag}' }],
      error: 'failed to register layer: no space left on device',
    },
    { error: "The command '/bin/sh -c make' returned a non-zero code: 2", code: 2 },
    { lines: [{ stream: 'Successfully built {hex12}\n' }] },
  ],
  places: beforeHead,
  explain({ lines = [], error }) {
    const sent = `send ${lines.length} line${lines.length === 1 ? '' : 's'} of progress`
    return error === undefined ? sent : `${sent}, then the error ${JSON.stringify(error)}`
  },
  run(args, moment) {
    const { lines, error: message } = fillValue(args, moment) as Args
    const errorDetail = message !== undefined && { ...(args.code !== undefined && { code: args.code }), message }
    const all = [...(lines ?? []), ...(errorDetail ? [{ errorDetail, error: message }] : [])]
    const { persona } = moment.engine
    async function* chunks(): AsyncGenerator<string> {
      for (const line of all) yield progressText(line as ProgressLine, persona)
    }
    moment.answer({ kind: 'stream', status: 200, type: 'application/json', chunks: chunks() })
  },
}
export default step
