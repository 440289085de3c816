// Writes calls into a journal as they pass: what came, what was made of it, what was answered, when it was over.
import type { Call, Incoming } from '../../api/call.ts'
import type { Dispatch, Layer } from '../../api/dispatch.ts'
import type { Reply } from '../../api/reply.ts'
import { Cut } from '../../api/wire.ts'
import type { Clock } from '../../world/clock.ts'
import type { Journal, OpenEntry } from './journal.ts'
import { masked, maskedHeaders, maskedUrl } from './secrets.ts'

/** How much of a body is kept, in characters. */
const BODY = 16_384

export interface RecorderOptions {
  readonly journal: Journal
  readonly clock: Clock
  /** What a client is told of something that was thrown. */
  failureOf(error: unknown): { readonly status: number; readonly message: string }
  /** What a client may have meant whose call was answered like this. */
  hintFor?(call: Incoming, status: number): string | undefined
}

export interface Recorder {
  /** Around everything: it sees calls that are refused before anybody looks at them, too. */
  around(dispatch: Dispatch): Dispatch
  /** Outside of all other layers: it sees what the waist has read. */
  readonly layer: Layer
  /** Those who do something to a call find here where to say so. */
  entryOf(call: Pick<Call, 'headers'>): OpenEntry | undefined
}

export function createRecorder({ journal, clock, failureOf, hintFor }: RecorderOptions): Recorder {
  // the headers of a request are one object all the way from the adapter to the operation
  const open = new WeakMap<object, OpenEntry>()
  const beginEntry = (incoming: Incoming): OpenEntry => {
    const { operation, method, version, headers, path } = incoming
    const url = maskedUrl(incoming.url)
    const entry = journal.begin({
      at: clock.now(),
      operation,
      method,
      url,
      ...(version !== undefined && { version }),
      parameters: { ...Object.fromEntries(new URLSearchParams(url.replace(/^[^?]*/, ''))), ...path },
      headers: maskedHeaders(headers),
    })
    open.set(headers, entry)
    return entry
  }
  return {
    around: (dispatch) => async (incoming) => {
      const entry = beginEntry(incoming)
      try {
        const reply = await dispatch(incoming)
        const hint = hintFor?.(incoming, reply.status)
        if (hint !== undefined) entry.add({ hint })
        return recorded(reply, entry, clock)
      } catch (error) {
        const unheard = unheardOf(error, incoming)
        if (unheard !== undefined) entry.add({ message: unheard })
        else {
          const { status, message } = failureOf(error)
          const hint = hintFor?.(incoming, status)
          entry.add({ status, message, ...(hint !== undefined && { hint }) })
        }
        entry.complete(clock.now())
        throw error
      }
    },
    layer: (call, next) => {
      const { version, query, path, body } = call
      const isValue = typeof body === 'object' && body !== null && !(Symbol.asyncIterator in body)
      open.get(call.headers)?.add({
        version,
        parameters: { ...(masked(withoutAbsent(query)) as object), ...path },
        ...(isValue && { body: short(masked(body)) }),
      })
      return next(call)
    },
    entryOf: ({ headers }) => open.get(headers),
  }
}

/** Why the client hears nothing of what was thrown; undefined if it does. */
function unheardOf(error: unknown, { signal }: Incoming): string | undefined {
  if (error instanceof Cut) return error.message
  return signal.aborted && (error as Error).name === 'AbortError' ? 'the client has gone' : undefined
}

function recorded(reply: Reply, entry: OpenEntry, clock: Clock): Reply {
  entry.add({ status: reply.status })
  const complete = (): void => entry.complete(clock.now())
  switch (reply.kind) {
    case 'stream':
      return { ...reply, chunks: recordedChunks(reply.chunks, entry, complete) }
    case 'hijack':
    case 'websocket':
      return { ...reply, serve: (stream) => reply.serve(stream).finally(complete) }
    case 'json':
      entry.add({ reply: beginningOf(JSON.stringify(masked(reply.value)) ?? '') })
      break
    case 'text':
      if (typeof reply.text === 'string') entry.add({ reply: beginningOf(reply.text) })
      break
  }
  complete()
  return reply
}

async function* recordedChunks<Chunk extends Uint8Array | string>(
  chunks: AsyncIterable<Chunk>,
  entry: OpenEntry,
  complete: () => void,
): AsyncGenerator<Chunk> {
  const decoder = new TextDecoder()
  let text = ''
  let sent = 0
  try {
    for await (const chunk of chunks) {
      sent += chunk.length
      if (text.length < BODY) text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
      entry.add({ sent, reply: beginningOf(text) })
      yield chunk
    }
  } finally {
    complete()
  }
}

const beginningOf = (text: string): string => (text.length > BODY ? `${text.slice(0, BODY)}…` : text)

/** A body as large as its sender liked is kept only as its beginning. */
function short(body: unknown): unknown {
  const text = JSON.stringify(body)
  return text.length > BODY ? beginningOf(text) : body
}

const withoutAbsent = (values: object | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined))
