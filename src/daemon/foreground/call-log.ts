// Tells of calls as dockerd does: each at the level debug, and at the level error those that failed by its own fault.
import type { Incoming } from '../../api/call.ts'
import type { Dispatch } from '../../api/dispatch.ts'
import type { Reply } from '../../api/reply.ts'
import { Cut } from '../../api/wire.ts'
import { goJson } from '../../codec/go-json.ts'
import type { Persona } from '../../engine/persona.ts'
import { splitTarget } from '../../http/path.ts'
import { type Failure, failureOf } from '../../http/status.ts'
import type { LogFields, Logger, LogValue } from '../../world/logger.ts'
import { type LoggedForm, withForm } from './logged-form.ts'

/**
 * Around all others, so that it sees what is refused before anybody looks at it, too
 * (moby daemon/server/middleware/debug.go, daemon/server/server.go: makeHTTPHandler).
 *
 * differs: no line says that an error matches none of the types that are expected, which dockerd's authors left for
 * themselves: here every refusal has its type.
 */
export function logCalls(dispatch: Dispatch, logger: Logger, persona: Persona): Dispatch {
  const tell = persona.differences.has('logs-are-sentences') ? tellInSentences : tellInFields

  const failed = ({ method, url }: Incoming, failure: Failure, told?: Told): void => {
    told?.failed(failure)
    if (failure.status < 500) return
    logger.log('error', `Handler for ${method} ${splitTarget(url)?.path} returned error: ${failure.message}`)
  }
  const answered = (incoming: Incoming, reply: Reply, told?: Told): Reply => {
    if (reply.status >= 400) failed(incoming, failureIn(reply), told)
    return reply
  }
  const refused = (incoming: Incoming, error: unknown, told?: Told): never => {
    if (!(error instanceof Cut)) failed(incoming, failureOf(error), told)
    throw error
  }
  /** In the same turn, if the operation answers so. */
  const answer = (incoming: Incoming, told?: Told): Reply | Promise<Reply> => {
    let reply: Reply | Promise<Reply>
    try {
      reply = dispatch(incoming)
    } catch (error) {
      return refused(incoming, error, told)
    }
    if (!(reply instanceof Promise)) return answered(incoming, reply, told)
    return reply.then(
      (given) => answered(incoming, given, told),
      (error) => refused(incoming, error, told),
    )
  }
  return (incoming) => {
    // it is the very level that dockerd looks for: at the level trace nothing is told
    if (logger.level !== 'debug') return answer(incoming)
    return withForm(incoming).then((read) => answer(read.incoming, tell(logger, read.incoming, read.form)))
  }
}

/** What has been told of a call that goes on. */
interface Told {
  failed(failure: Failure): void
}

/** 28.0 and later. */
function tellInFields(logger: Logger, incoming: Incoming, form: LoggedForm | undefined): Told {
  const { method, url } = incoming
  const fields: LogFields = {
    module: 'api',
    method,
    'request-url': url,
    vars: varsOf(incoming),
    ...(form && { 'form-data': { text: goJson(form.value), json: form.value } }),
  }
  logger.log('debug', `handling ${method} request`, fields)
  return {
    failed: ({ status, message }) =>
      logger.log('debug', `error response for ${method} request`, { ...fields, 'error-response': message, status }),
  }
}

/** Before 28.0. */
function tellInSentences(logger: Logger, { method, url }: Incoming, form: LoggedForm | undefined): Told {
  logger.log('debug', `Calling ${method} ${url}`)
  if (form) logger.log('debug', `form data: ${goJson(form.value)}`)
  return { failed() {} }
}

/** The variables of dockerd's router: most of what the contract calls an id is a name there. */
function varsOf({ operation, path, version }: Incoming): LogValue {
  const named = /^(Container|PutContainer|ExecStart|ExecResize)/.test(operation)
  const vars: Record<string, string> = {}
  for (const [key, value] of Object.entries(path)) vars[named && key === 'id' ? 'name' : key] = value
  if (version !== undefined) vars.version = version
  const pairs = Object.entries(vars).sort(([one], [other]) => (one < other ? -1 : 1))
  return { text: `map[${pairs.map(([key, value]) => `${key}:${value}`).join(' ')}]`, json: vars }
}

/** What a reply that was not thrown says of a failure: one of Podman, or of a scenario. */
function failureIn(reply: Reply): Failure {
  const { status } = reply
  if (reply.kind === 'text') return { status, message: String(reply.text).trimEnd() }
  const { message = '' } = reply.kind === 'json' ? ((reply.value ?? {}) as { readonly message?: string }) : {}
  return { status, message }
}
