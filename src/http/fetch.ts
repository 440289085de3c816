// The skin for those who have no socket: a Request goes in, a Response comes out. What needs the connection itself
// (attach, exec start, sessions) cannot be done this way and says so.
import type { Incoming } from '../api/call.ts'
import { wireOfRefusal } from '../api/refused-wire.ts'
import type { Reply } from '../api/reply.ts'
import { isUnsigned } from '../api/unsigned.ts'
import { Cut } from '../api/wire.ts'
import type { Route } from '../gen/routes.ts'
import { Refusal } from '../world/refusal.ts'
import { type FetchCall, FetchCalls } from './fetch-calls.ts'
import { createHeads, type Signature } from './heads.ts'
import type { Identity } from './identity.ts'
import { cleanPath, splitTarget } from './path.ts'
import { routerOf } from './route.ts'
import { bytesOf, isWritten } from './wired.ts'
import { failureReply } from './write.ts'

export interface FetchOptions {
  readonly routes: readonly Route[]
  readonly dispatch: (incoming: Incoming) => Reply | Promise<Reply>
  readonly identity: Identity
  /** the Date header of a reply, as HTTP writes it */
  readonly date: () => string
}

export interface FetchSkin {
  /**
   * Answers a Request for the path that it has behind `base` (a path prefix, empty for none). Rejects with an Error when it
   * is closed.
   */
  answer(request: Request, base?: string): Promise<Response>
  /** What is under way may go on until `patience` is over; who then still reads a reply hears of the end by an Error. */
  close(patience: Promise<unknown>): Promise<void>
}

export function createFetch({ routes, dispatch, identity, date }: FetchOptions): FetchSkin {
  const find = routerOf(routes)
  const heads = createHeads(identity, date)
  const calls = new FetchCalls()
  return { answer, close: (patience) => calls.close(patience) }

  async function answer(request: Request, base = ''): Promise<Response> {
    const call = calls.begin(request.signal)
    try {
      return await replyTo(request, base, call)
    } catch (error) {
      call.over()
      throw error
    }
  }

  async function replyTo(request: Request, base: string, call: FetchCall): Promise<Response> {
    const { pathname, search } = new URL(request.url)
    const target = splitTarget(pathname.slice(base.length) || '/')
    const match = target && find(request.method, cleanPath(target.path))
    if (!match) return respond({ kind: 'json', status: 404, value: { message: 'page not found' } }, call)
    const { operation } = match.route
    const detached = operation === 'ExecStart' && request.body ? await detachedBody(request) : undefined
    if (match.route.stream === 'hijack' && !detached) {
      const message = `${operation} takes over the connection, which a Request and its Response have not: use a client with daemon.agent, or the daemon's socket`
      return respond({ kind: 'json', status: 501, value: { message } }, call)
    }
    const body = detached ?? request.body
    const incoming: Incoming = {
      operation,
      method: request.method,
      url: `${pathname.slice(base.length)}${search}`,
      version: match.version,
      path: match.parameters,
      query: search.slice(1),
      // a body whose length nobody told is what a socket would bring in chunks
      headers: { ...(body && { 'transfer-encoding': 'chunked' }), ...Object.fromEntries(request.headers) },
      body: body ?? empty(),
      upgrade: false,
      signal: call.signal,
    }
    try {
      return respond(await dispatch(incoming), call)
    } catch (error) {
      if (error instanceof Cut) throw error
      const wire = error instanceof Refusal ? wireOfRefusal(error) : undefined
      const reply = { ...failureReply(error, match.version, identity), ...(wire && { wire }) }
      return respond(reply, call, isUnsigned(error) ? 'none' : 'full')
    }
  }

  function respond(reply: Reply, call: FetchCall, signature: Signature = 'full'): Response {
    const type =
      reply.kind === 'json'
        ? 'application/json'
        : reply.kind === 'empty' || reply.kind === 'websocket'
          ? undefined
          : reply.type
    const own = heads.of(signature, type, reply.headers)
    const list = reply.wire?.headers?.(own) ?? own
    const headers = new Headers()
    for (let index = 0; index < list.length; index += 2) headers.append(list[index]!, list[index + 1]!)
    const chunks = chunksOf(reply)
    if (chunks) return new Response(streamOf(chunks, call), { status: reply.status, headers })
    call.over()
    return new Response(wholeOf(reply), { status: reply.status, headers })
  }
}

/** The body of an exec's start if it is one that nobody looks at: it leaves the connection alone. */
async function detachedBody(request: Request): Promise<AsyncIterable<Uint8Array> | undefined> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  try {
    const asked: unknown = JSON.parse(Buffer.from(bytes).toString())
    return (asked as { readonly Detach?: unknown } | null)?.Detach === true ? once(bytes) : undefined
  } catch {
    return undefined
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Statuses that a Response with a body cannot have. */
const BODILESS: ReadonlySet<number> = new Set([204, 304])

async function* empty(): AsyncGenerator<Uint8Array> {}

/** Of a body that comes bit by bit. */
function chunksOf(reply: Reply): AsyncIterable<Uint8Array | string> | undefined {
  if (reply.wire?.body && isWritten(reply) && !BODILESS.has(reply.status)) return reply.wire.body(bytesOf(reply))
  return reply.kind === 'stream' ? reply.chunks : undefined
}

function wholeOf(reply: Reply): string | Uint8Array | null {
  if (reply.kind === 'json') return `${JSON.stringify(reply.value)}\n`
  return reply.kind === 'text' ? reply.text : null
}

/** Pulls a chunk when the reader wants one; a reader that leaves returns the iterator. */
function streamOf(chunks: AsyncIterable<Uint8Array | string>, { signal, over }: FetchCall): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason), { once: true })
    },
    async pull(controller) {
      try {
        const { value, done } = await iterator.next()
        if (done) {
          over()
          controller.close()
        } else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
      } catch (error) {
        over()
        throw error
      }
    },
    async cancel() {
      over()
      await iterator.return?.()
    },
  })
}
