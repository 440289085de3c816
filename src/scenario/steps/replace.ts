// replace: another body, and status if wanted; the operation has done its work.
import type { Reply } from '../../api/reply.ts'
import { anything, described, record, text, whole } from '../../codec/shape.ts'
import { beforeHead } from '../place.ts'
import type { Step } from '../step.ts'

interface Args {
  readonly json?: unknown
  readonly text?: string | undefined
  readonly type?: string | undefined
  readonly status?: number | undefined
}

const step: Step<Args> = {
  summary: 'Sends another body than the operation’s: JSON, text, HTML, or none; the operation has done its work.',
  args: record<Args>({
    json: described(anything, 'Sent as JSON.'),
    text: described(text, 'Sent as it is.'),
    type: described(text, 'Its Content-Type; of a text text/html if it begins with <, else text/plain.'),
    status: described(whole(200, 599), 'The status; the operation’s own if left out.'),
  }),
  examples: [
    { text: '<html><h1>502 Bad Gateway</h1></html>', status: 502 },
    { json: [] },
    { text: '{"Id":', type: 'application/json' },
    {},
  ],
  places: beforeHead,
  explain({ json, text: raw, status }) {
    const code = status === undefined ? '' : ` and the status by ${status}`
    if (raw !== undefined) return `replace the body by ${JSON.stringify(raw)}${code}`
    return json === undefined ? `leave the body out${code}` : `replace the body by ${JSON.stringify(json)}${code}`
  },
  run: (args, moment) => moment.change((reply) => replaced(reply, args)),
}
export default step

function replaced({ status, headers, wire }: Reply, args: Args): Reply {
  const head = { status: args.status ?? status, ...(headers && { headers }), wire: { ...wire, exact: true } }
  if (args.text !== undefined) return { kind: 'text', type: args.type ?? typeOf(args.text), text: args.text, ...head }
  return args.json === undefined ? { kind: 'empty', ...head } : { kind: 'json', value: args.json, ...head }
}

const typeOf = (raw: string): string => `text/${raw.trimStart().startsWith('<') ? 'html' : 'plain'}; charset=utf-8`
