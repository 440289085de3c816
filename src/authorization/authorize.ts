// Asks plugins about every request and its reply, in their order; the first that says no has the last word
// (moby pkg/authorization/middleware.go).
import type { Incoming } from '../api/call.ts'
import type { Dispatch } from '../api/dispatch.ts'
import { readAhead } from '../api/read-ahead.ts'
import type { Reply } from '../api/reply.ts'
import { withoutSignature } from '../api/unsigned.ts'
import type { Logger } from '../world/logger.ts'
import { broken, Refusal } from '../world/refusal.ts'
import type { AuthorizationPlugin } from './plugin.ts'
import { question, type SeenResponse, showsBody } from './question.ts'
import { seen } from './seen-reply.ts'

export interface Authorizing {
  readonly logger: Logger
  readonly plugins: { readonly all: readonly AuthorizationPlugin[] }
  /** Headers that every reply to a request of this version has, but for the date. */
  signed(version: string | undefined): Readonly<Record<string, string>>
  /** Whether long bodies are not shown, as before CVE-2026-34040 was mended; they are refused since. */
  readonly passesLongBodies: boolean
}

export function authorize(dispatch: Dispatch, authorizing: Authorizing): Dispatch {
  const { logger } = authorizing
  return async (incoming) => {
    const { method, url } = incoming
    const { body, whole } = await shownBody(incoming, authorizing.passesLongBodies)
    const asked = question(incoming, body)
    const denied = await firstRefusal('request', asked, authorizing)
    if (denied) {
      logger.log('error', `AuthZRequest for ${method} ${url} returned error: ${denied.message}`)
      throw denied
    }
    const signed = authorizing.signed(incoming.version)
    const look = (response: SeenResponse): Promise<Refusal | undefined> =>
      firstRefusal('response', question(incoming, body, response), authorizing)
    let reply: Reply
    try {
      reply = await dispatch(whole)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      logger.log('error', `Handler for ${method} ${url} returned error: ${error.message}`)
      // the plugins are told, but what they say has no effect but on the headers
      const unwanted = await look({ headers: signed })
      // attach writes its refusals by hand, without such headers
      throw unwanted && incoming.operation !== 'ContainerAttach' ? withoutSignature(error) : error
    }
    try {
      return await seen(incoming.operation, reply, signed, look)
    } catch (error) {
      logger.log('error', `AuthZResponse for ${method} ${url} returned error: ${(error as Error).message}`)
      throw error
    }
  }
}

async function firstRefusal(
  what: 'request' | 'response',
  asked: string,
  { logger, plugins }: Authorizing,
): Promise<Refusal | undefined> {
  for (const plugin of plugins.all) {
    logger.log('debug', `AuthZ ${what} using plugin ${plugin.name}`)
    try {
      const { Allow, Msg } = await plugin.ask(`AuthZPlugin.AuthZ${what === 'request' ? 'Req' : 'Res'}`, asked)
      if (Allow) continue
      return withoutSignature(new Refusal('forbidden', `authorization denied by plugin ${plugin.name}: ${Msg}`))
    } catch (error) {
      return withoutSignature(broken(`plugin ${plugin.name} failed with error: ${(error as Error).message}`))
    }
  }
  return undefined
}

/** bytes of a body that plugins see, and of what was too long for them once */
const LARGEST = 4 * 1024 * 1024
const ONCE_TOO_LONG = 1024 * 1024

/** The body as plugins see it, and the request with all of it. */
async function shownBody(
  incoming: Incoming,
  passesLong: boolean,
): Promise<{ readonly body: Uint8Array | undefined; readonly whole: Incoming }> {
  const { headers, url } = incoming
  const length = Number(headers['content-length'] ?? 0)
  const isThere = length > 0 || headers['transfer-encoding'] !== undefined
  if (!isThere || !showsBody(url, String(headers['content-type'] ?? ''))) return { body: undefined, whole: incoming }
  if (passesLong && length >= ONCE_TOO_LONG) return { body: undefined, whole: incoming }
  const { bytes, isLonger, incoming: whole } = await readAhead(incoming, passesLong ? ONCE_TOO_LONG : LARGEST + 1)
  if (isLonger && !passesLong) {
    throw withoutSignature(broken(`request body too large for authorization plugin: size exceeds ${LARGEST} bytes`))
  }
  return { body: bytes, whole }
}
