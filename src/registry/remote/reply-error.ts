// What a registry's reply says that is no success (github.com/distribution/distribution, registry/client/errors.go).
import { STATUS_CODES } from 'node:http'
import { jsonProblem } from '../../codec/json-problem.ts'
import {
  bareRefusal,
  isSpecified,
  RegistryError,
  refusalOf,
  type SpecifiedCode,
  usualMessage,
} from '../registry-error.ts'
import { parseChallenges } from './challenge.ts'

export interface FailedReply {
  readonly status: number
  readonly contentType: string | undefined
  /** all `WWW-Authenticate` headers */
  readonly challenges: readonly string[]
  readonly body: string
}

/** The first of several errors is the one that decides. */
export function replyError(reply: FailedReply): RegistryError {
  const { status } = reply
  if (status < 400 || status >= 500) {
    return new RegistryError(
      'UNEXPECTED',
      `received unexpected HTTP status: ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd(),
    )
  }
  for (const { scheme, parameters } of parseChallenges(reply.challenges)) {
    const code = scheme === 'bearer' ? tokenErrors[parameters.error ?? ''] : undefined
    if (code !== undefined) return refusalOf(code, parameters.error_description || usualMessage(code))
  }
  const error = bodyErrorOf(reply)
  return status === 401 && error.code === 'UNREADABLE' ? refusalOf('UNAUTHORIZED') : error
}

/** RFC 6750, 3.1 */
const tokenErrors: Readonly<Record<string, SpecifiedCode>> = {
  invalid_token: 'UNAUTHORIZED',
  insufficient_scope: 'DENIED',
}

const byStatus: Readonly<Record<number, SpecifiedCode>> = { 401: 'UNAUTHORIZED', 403: 'DENIED', 429: 'TOOMANYREQUESTS' }

function bodyErrorOf({ status, contentType, body }: FailedReply): RegistryError {
  const type = contentType?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json' && type !== 'application/vnd.api+json') {
    return refusalOf(byStatus[status] ?? 'UNKNOWN', body)
  }
  const problem = jsonProblem(body)
  if (problem !== undefined) return unreadable(status, problem, body)
  const value = JSON.parse(body) as { details?: unknown; errors?: unknown } | null
  if (typeof value?.details === 'string' && value.details !== '') {
    const code = byStatus[status]
    return refusalOf(code === 'DENIED' ? 'UNKNOWN' : (code ?? 'UNKNOWN'), value.details)
  }
  const errors = (Array.isArray(value?.errors) ? value.errors : []).map(errorOf)
  if (errors.length > 1) {
    const text = errors.map(({ message }) => `${message}\n`).join('')
    return new RegistryError(errors[0]!.code, `errors:\n${text}`, { inner: errors[0]!, bare: errors[0]!.bare })
  }
  return errors[0] ?? unreadable(status, 'no error details found in HTTP response body', body)
}

const unreadable = (status: number, problem: string, body: string): RegistryError =>
  new RegistryError('UNREADABLE', `error parsing HTTP ${status} response body: ${problem}: ${JSON.stringify(body)}`)

/** distribution's errcode.Errors: UnmarshalJSON. A code that it does not know is `unknown`. */
function errorOf(value: unknown): RegistryError {
  const { code, message, detail } = (value ?? {}) as { code?: unknown; message?: unknown; detail?: unknown }
  const known = typeof code === 'string' && isSpecified(code) ? code : 'UNKNOWN'
  const text = typeof message === 'string' ? message : ''
  const isUsual = (text === '' || text === usualMessage(known)) && (detail === undefined || detail === null)
  return isUsual ? bareRefusal(known) : refusalOf(known, text)
}
