// status: answers in the place of the operation.
import { STATUS_CODES } from 'node:http'
import type { Reply } from '../../api/reply.ts'
import { anything, described, either, map, record, type Shape, text, whole } from '../../codec/shape.ts'
import { positive } from '../arguments.ts'
import { BLANKS, fill, fillValue } from '../fill.ts'
import type { Moment } from '../moment.ts'
import { beforeHead } from '../place.ts'
import type { Step } from '../step.ts'

interface Answer {
  readonly code: number
  /** In dockerd's envelope. */
  readonly message?: string | undefined
  /** The message, so many times one after the other. */
  readonly repeat?: number | undefined
  /** In the place of the envelope. */
  readonly body?: unknown
  readonly type?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

type Args = number | Answer

const code = described(whole(200, 599), 'The HTTP status.')

const answer: Shape<Answer> = record<Answer>(
  {
    code,
    message: described(
      text,
      `What dockerd's error envelope says; the status's own words if left out. Blanks are filled: ${BLANKS}.`,
    ),
    repeat: described(positive, 'The message, so many times one after the other.'),
    body: described(anything, 'Sent in the place of the envelope: a text as it is, anything else as JSON.'),
    type: described(text, 'The Content-Type of a body that is a text; text/plain if left out.'),
    headers: described(map(text), 'More header lines.'),
  },
  ['code'],
)

const of = (args: Args): Answer => (typeof args === 'number' ? { code: args } : args)

const step: Step<Args> = {
  summary: 'Answers in the place of the operation, which never begins.',
  args: either<Args>(code, answer),
  examples: [
    500,
    { code: 429, message: 'toomanyrequests: slow down', headers: { 'Retry-After': '60' } },
    { code: 500, message: 'out of memory\n', repeat: 100_000 },
    { code: 409, message: 'removal of container {path.id} is already in progress' },
  ],
  places: beforeHead,
  explain(args) {
    const { code, message, repeat, body } = of(args)
    const said = message ?? (typeof body === 'string' ? body : undefined)
    const often = repeat === undefined ? '' : ` ${repeat} times over`
    if (said !== undefined) return `answer ${code} ${JSON.stringify(said)}${often}`
    return body === undefined ? `answer ${code}` : `answer ${code} with ${JSON.stringify(body)}`
  },
  run: (args, moment) => moment.answer(replyOf(filled(of(args), moment))),
}
export default step

const filled = ({ message, repeat = 1, body, ...rest }: Answer, moment: Moment): Answer => ({
  ...rest,
  ...(message !== undefined && { message: fill(message, moment).repeat(repeat) }),
  ...(body !== undefined && { body: fillValue(body, moment) }),
})

function replyOf({ code, message, body, type, headers }: Answer): Reply {
  const head = { status: code, ...(headers && { headers }), wire: { exact: true } }
  if (typeof body === 'string') return { kind: 'text', type: type ?? 'text/plain; charset=utf-8', text: body, ...head }
  if (body !== undefined) return { kind: 'json', value: body, ...head }
  if (code === 204 || code === 304) return { kind: 'empty', ...head }
  return { kind: 'json', value: { message: message ?? STATUS_CODES[code] ?? `status ${code}` }, ...head }
}
