// registry: the registry refuses.
import { described, either, oneOf, record, text, whole } from '../../codec/shape.ts'
import type { FaultReply } from '../../registry/faults.ts'
import { anywhere } from '../place.ts'
import { explainImage, imageFields, letRegistryFail, type OfImage } from '../registry-fault.ts'
import type { Step } from '../step.ts'

type ErrorName = 'unauthorized' | 'denied' | 'not-found' | 'no-repository' | 'rate-limited' | 'unavailable'

interface Refusal extends OfImage {
  readonly error?: ErrorName | undefined
  readonly status?: number | undefined
  readonly message?: string | undefined
  readonly retryAfter?: string | undefined
  readonly on?: 'manifest' | 'blob' | 'any' | undefined
}

type Args = ErrorName | number | Refusal

/** What registries answer; Docker Hub's words where it has its own. */
const replies: Readonly<Record<ErrorName, FaultReply>> = {
  unauthorized: { status: 401, code: 'UNAUTHORIZED', message: 'authentication required' },
  denied: { status: 403, code: 'DENIED', message: 'requested access to the resource is denied' },
  'not-found': { status: 404, code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' },
  'no-repository': { status: 404, code: 'NAME_UNKNOWN', message: 'repository name not known to registry' },
  'rate-limited': {
    status: 429,
    code: 'TOOMANYREQUESTS',
    message:
      'You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
  },
  unavailable: { status: 503 },
}

const names = Object.keys(replies) as ErrorName[]
const error = described(oneOf(...names), 'What it says.')
const status = described(whole(400, 599), 'An HTTP status; 401, 403, 404 and 429 with the usual error, others without.')

const byStatus: Readonly<Record<number, ErrorName>> = {
  401: 'unauthorized',
  403: 'denied',
  404: 'not-found',
  429: 'rate-limited',
}

const of = (args: Args): Refusal =>
  typeof args === 'number' ? { status: args } : typeof args === 'string' ? { error: args } : args

const step: Step<Args> = {
  summary:
    'Lets the registry refuse until the rule is taken away: in pulls from the library, and as a registry to its clients.',
  args: either<Args>(
    error,
    status,
    record<Refusal>({
      error,
      status,
      message: described(text, 'Its words; the usual ones if left out.'),
      retryAfter: described(text, 'The header Retry-After: seconds or a date.'),
      on: described(oneOf('manifest', 'blob', 'any'), 'What is asked for: manifest (if left out), blob or any.'),
      ...imageFields,
    }),
  ),
  examples: ['unauthorized', 503, { error: 'rate-limited', retryAfter: '60', image: 'alpine', times: 1 }],
  places: anywhere,
  explain(args) {
    const { message } = of(args)
    const said = message === undefined ? '' : ` ${JSON.stringify(message)}`
    return `let the registry answer ${replyOf(of(args)).status}${said}${explainImage(of(args))}`
  },
  run(args, moment) {
    const reply = replyOf(of(args))
    const { on = 'manifest' } = of(args)
    letRegistryFail(moment, args, of(args), { at: on, reply }, `the registry answers ${reply.status}`)
  },
}
export default step

function replyOf({ error, status, message, retryAfter }: Refusal): FaultReply {
  const name = error ?? byStatus[status ?? 0]
  const usual: FaultReply = name === undefined ? { status: status ?? 500 } : replies[name]
  return {
    ...usual,
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message, code: usual.code ?? 'UNKNOWN' }),
    ...(retryAfter !== undefined && { headers: { 'Retry-After': retryAfter } }),
  }
}
