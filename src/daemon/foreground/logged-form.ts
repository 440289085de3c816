// The JSON body of a call as a log may have it: read ahead of the operation, which gets every byte of it all the same.
import type { Incoming } from '../../api/call.ts'

/** What was read of a body, without secrets. */
export interface LoggedForm {
  readonly value: unknown
}

export interface ReadAhead {
  /** To go on with in the place of the one that was read from. */
  readonly incoming: Incoming
  readonly form: LoggedForm | undefined
}

/** Longer bodies are not logged (moby daemon/server/middleware/debug.go: maxBodySize). */
const LONGEST = 4096

/** Bodies of POST that say that they are JSON, and are an object. */
export async function withForm(incoming: Incoming): Promise<ReadAhead> {
  const { method, headers } = incoming
  const isForm = /^\s*application\/json\s*(;|$)/i.test(String(headers['content-type'] ?? ''))
  if (method !== 'POST' || !isForm || Number(headers['content-length'] ?? 0) > LONGEST) {
    return { incoming, form: undefined }
  }
  const { text, body } = await readAhead(incoming.body)
  return { incoming: withBody(incoming, body), form: text === undefined ? undefined : formIn(text) }
}

/** `text` is undefined for a body that goes on, or breaks. */
async function readAhead(
  body: AsyncIterable<Uint8Array>,
): Promise<{ readonly text: string | undefined; readonly body: AsyncIterable<Uint8Array> }> {
  const rest = body[Symbol.asyncIterator]()
  const chunks: Uint8Array[] = []
  let size = 0
  while (size < LONGEST) {
    let next: IteratorResult<Uint8Array>
    try {
      next = await rest.next()
    } catch (error) {
      return { text: undefined, body: broken(chunks, error) }
    }
    if (next.done) return { text: Buffer.concat(chunks, size).toString(), body: whole(chunks) }
    chunks.push(next.value)
    size += next.value.length
  }
  return { text: undefined, body: continued(chunks, rest) }
}

async function* whole(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

async function* broken(chunks: readonly Uint8Array[], error: unknown): AsyncGenerator<Uint8Array> {
  yield* chunks
  throw error
}

async function* continued(chunks: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks
  yield* { [Symbol.asyncIterator]: () => rest }
}

function withBody(incoming: Incoming, body: AsyncIterable<Uint8Array>): Incoming {
  const { operation, method, url, version, path, query, headers, upgrade, reused } = incoming
  return {
    operation,
    method,
    url,
    version,
    path,
    query,
    headers,
    body,
    upgrade,
    ...(reused !== undefined && { reused }),
    // made when it is asked for
    get signal() {
      return incoming.signal
    },
  }
}

function formIn(text: string): LoggedForm | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return typeof value === 'object' && !Array.isArray(value) ? { value: withoutSecrets(value) } : undefined
}

/** moby daemon/server/middleware/debug.go: maskSecretKeys */
const secret = /^(data|jointoken|password|secret|signingcakey|unlockkey)$/i

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, secret.test(key) ? '*****' : withoutSecrets(inner)]),
  )
}
