// The one function that all of Docker's API goes through, on nothing but node:http.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { BrokenBody } from '../api/body-bytes.ts'
import type { Incoming } from '../api/call.ts'
import { wireOfRefusal } from '../api/refused-wire.ts'
import type { Reply } from '../api/reply.ts'
import { isUnsigned } from '../api/unsigned.ts'
import { Cut } from '../api/wire.ts'
import type { Route } from '../gen/routes.ts'
import { Refusal } from '../world/refusal.ts'
import { connectionOf } from './connection.ts'
import { cutConnection } from './cut.ts'
import { headRefusal } from './head-checks.ts'
import type { Heads } from './heads.ts'
import { refuseByHand, writesByHand } from './hijack.ts'
import { type Identity, speaks } from './identity.ts'
import { refuseConnection } from './malformed.ts'
import { cleanPath, encodePath, splitTarget } from './path.ts'
import { Exchange } from './read.ts'
import { settleBody } from './request-body.ts'
import { routerOf } from './route.ts'
import { failureReply, writeEmpty, writeReply } from './write.ts'

export interface EntryOptions {
  readonly routes: readonly Route[]
  readonly dispatch: (incoming: Incoming) => Reply | Promise<Reply>
  readonly identity: Identity
  readonly heads: Heads
  /** Hears of defects: what was thrown and was no refusal, and streams that broke. */
  readonly report?: (error: unknown) => void
}

/** Whether it was thrown because the client has broken off its body, or has gone in the middle of our reply: no defect. */
function isFarewell(error: unknown, { request }: Exchange): boolean {
  const { socket } = request
  if (error instanceof BrokenBody) return true
  if (!socket.destroyed && !socket.readableEnded) return false
  const { name, code = '' } = error as NodeJS.ErrnoException
  return name === 'AbortError' || code.startsWith('ECONN') || code === 'EPIPE'
}

/** Streams may read on while they are written. */
const takesNoMore = ({ kind }: Reply): boolean => kind === 'empty' || kind === 'json' || kind === 'text'

export type Entry = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

export function createEntry({ routes, dispatch, identity, heads, report }: EntryOptions): Entry {
  const find = routerOf(routes)

  async function answer(exchange: Exchange): Promise<void> {
    const connection = connectionOf(exchange.request.socket)
    if (connection && exchange.match.route.stream === 'hijack') connection.awaitsHijack = true
    try {
      const reply = await dispatch(exchange)
      const settled = takesNoMore(reply) ? settleBody(exchange.request, exchange.response) : undefined
      if (settled) await settled
      await writeReply(exchange, reply, heads, 'full')
    } catch (error) {
      if (error instanceof Cut) return cutConnection(exchange.request.socket, error.kind)
      if (!(error instanceof Refusal) && !isFarewell(error, exchange)) report?.(error)
      if (!exchange.response.headersSent && !connection?.hijacked) void refuse(exchange, error)
    } finally {
      if (connection) connection.awaitsHijack = false
    }
  }

  async function refuse(exchange: Exchange, error: unknown): Promise<void> {
    const spoken = speaks(identity, exchange.version)
    // on a server that is not ours nobody can write by hand
    const signed = !isUnsigned(error)
    const byHand =
      signed && spoken && writesByHand(exchange.operation) && connectionOf(exchange.request.socket) !== undefined
    if (byHand) return refuseByHand(exchange, error)
    const reply = failureReply(error, exchange.version, identity)
    const wire = error instanceof Refusal ? wireOfRefusal(error) : undefined
    try {
      await settleBody(exchange.request, exchange.response)
      await writeReply(
        exchange,
        wire ? { ...reply, wire } : reply,
        heads,
        signed ? (spoken ? 'full' : 'refused') : 'none',
      )
    } catch (thrown) {
      if (thrown instanceof Cut) cutConnection(exchange.request.socket, thrown.kind)
      else if (!isFarewell(thrown, exchange)) report?.(thrown)
    }
  }

  return (request, response, next) => {
    const { method = '', url = '', socket } = request
    const connection = connectionOf(socket)
    const reused = connection?.response !== undefined
    if (connection) connection.response = response
    const refusal = headRefusal(request)
    if (refusal) return refuseConnection(socket, refusal.reason, refusal.text)
    if (url === '*' && method === 'OPTIONS') return writeEmpty(response, 200, heads.of('none', undefined))
    const target = splitTarget(url)
    if (!target) return refuseConnection(socket)

    const path = cleanPath(target.path)
    if (path !== target.path) {
      const location = encodePath(path) + (target.query && `?${target.query}`)
      return writeEmpty(response, 301, heads.of('none', undefined, { Location: location }))
    }
    const match = find(method, path)
    if (match) void answer(new Exchange(request, response, match, target.query, reused))
    else if (method === 'OPTIONS') writeEmpty(response, 200, heads.of('full', undefined))
    else next()
  }
}
