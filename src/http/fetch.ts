// The skin for those who have no socket: a Request goes in, a Response comes out. What needs the connection itself
// (attach, exec start, sessions) cannot be done this way and says so.
import type { Incoming } from '../api/call.ts'
import { wireOfRefusal } from '../api/refused-wire.ts'
import type { Reply } from '../api/reply.ts'
import { isUnsigned } from '../api/unsigned.ts'
import { Cut } from '../api/wire.ts'
import type { Route } from '../gen/routes.ts'
import { Refusal } from '../world/refusal.ts'
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

/** Answers a Request for the path that it has behind `base` (a path prefix, empty for none). */
export function createFetch({
  routes,
  dispatch,
  identity,
  date,
}: FetchOptions): (request: Request, base?: string) => Promise<Response> {
  const find = routerOf(routes)
  const heads = createHeads(identity, date)
  return async (request, base = '') => {
    const { pathname, search } = new URL(request.url)
    const target = splitTarget(pathname.slice(base.length) || '/')
    const match = target && find(request.method, cleanPath(target.path))
    if (!match) return respond({ kind: 'json', status: 404, value: { message: 'page not found' } })
    const { operation } = match.route
    const detached = operation === 'ExecStart' && request.body ? await detachedBody(request) : undefined
    if (match.route.stream === 'hijack' && !detached) {
      const message = `${operation} takes over the connection, which a Request and its Response have not: use a client with daemon.agent, or the daemon's socket`
      return respond({ kind: 'json', status: 501, value: { message } })
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
      signal: request.signal,
    }
    try {
      return respond(await dispatch(incoming))
    } catch (error) {
      if (error instanceof Cut) throw error
      const wire = error instanceof Refusal ? wireOfRefusal(error) : undefined
      const reply = { ...failureReply(error, match.version, identity), ...(wire && { wire }) }
      return respond(reply, isUnsigned(error) ? 'none' : 'full')
    }
  }

  function respond(reply: Reply, signature: Signature = 'full'): Response {
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
    return new Response(bodyOf(reply), { status: reply.status, headers })
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

function bodyOf(reply: Reply): ConstructorParameters<typeof Response>[0] {
  if (reply.wire?.body && isWritten(reply) && !BODILESS.has(reply.status)) {
    return streamOf(reply.wire.body(bytesOf(reply)))
  }
  switch (reply.kind) {
    case 'json':
      return `${JSON.stringify(reply.value)}\n`
    case 'text':
      return reply.text
    case 'stream':
      return streamOf(reply.chunks)
    default:
      return null
  }
}

/** Pulls a chunk when the reader wants one; a reader that leaves returns the iterator. */
function streamOf(chunks: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
