// Sends one HTTP request and waits for the head of its reply. Nothing above it opens a connection.
import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { pipeline, Readable } from 'node:stream'
import { RegistryError } from '../registry-error.ts'
import { bodyError, connectionError } from './go-errors.ts'

export interface WireRequest {
  readonly method: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
  readonly signal?: AbortSignal | undefined
  /** Any certificate will do. */
  readonly insecure: boolean
}

export interface WireReply {
  readonly status: number
  readonly headers: IncomingMessage['headersDistinct']
  /** Is to be read to its end, or to be returned. */
  readonly body: AsyncIterable<Uint8Array>
}

export interface Transport {
  /** Rejects with a RegistryError, or with the signal's reason. */
  send(request: WireRequest): Promise<WireReply>
  close(): void
}

/** @param userAgent as registries see it */
export function createTransport(userAgent: string): Transport {
  const plain = new http.Agent({ keepAlive: true })
  const secure = new https.Agent({ keepAlive: true })
  const trusting = new https.Agent({ keepAlive: true, rejectUnauthorized: false })

  const attempt = (request: WireRequest): Promise<WireReply> => {
    const { method, url, body, signal, insecure } = request
    const isText = typeof body === 'string' || body instanceof Uint8Array
    const headers = { 'User-Agent': userAgent, ...request.headers }
    const options = { method, headers: isText ? { ...headers, 'Content-Length': Buffer.byteLength(body) } : headers }
    const outgoing =
      url.protocol === 'https:'
        ? https.request(url, { ...options, agent: insecure ? trusting : secure })
        : http.request(url, { ...options, agent: plain })
    if (isText || body === undefined) outgoing.end(body)
    return replyTo(outgoing, isText ? undefined : body, signal)
  }
  return {
    async send(request) {
      request.signal?.throwIfAborted()
      try {
        return await attempt(request)
      } catch (error) {
        // as Go: the registry has closed a connection that was kept, and may be asked on a new one
        if (error !== lostConnection || typeof request.body === 'object') throw error
        return attempt(request)
      }
    },
    close() {
      for (const agent of [plain, secure, trusting]) agent.destroy()
    },
  }
}

const lostConnection = new RegistryError('BROKEN', 'EOF')

function replyTo(
  outgoing: ClientRequest,
  body: AsyncIterable<Uint8Array> | undefined,
  signal: AbortSignal | undefined,
): Promise<WireReply> {
  return new Promise((resolve, reject) => {
    const source = body && Readable.from(body)
    const abort = (): void => void outgoing.destroy()
    let failed: unknown
    signal?.addEventListener('abort', abort, { once: true })
    outgoing.on('close', () => signal?.removeEventListener('abort', abort))
    outgoing.on('error', (error) => {
      source?.destroy()
      if (signal?.aborted) reject(signal.reason)
      else if (failed !== undefined) reject(failed)
      else if (outgoing.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET') reject(lostConnection)
      else reject(connectionError(error))
    })
    outgoing.on('response', (incoming) => {
      // a refusal may come before everything was sent; then the rest need not be
      incoming.on('end', () => {
        if (source && !outgoing.writableFinished) outgoing.destroy()
      })
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headersDistinct,
        body: bodyOf(incoming, signal),
      })
    })
    source?.once('error', (error) => (failed = error))
    if (source) pipeline(source, outgoing, () => {})
  })
}

async function* bodyOf(incoming: IncomingMessage, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of incoming) yield chunk as Uint8Array
  } catch {
    signal?.throwIfAborted()
    throw bodyError()
  }
}

/** Reads a short body whole; what is beyond `most` bytes is left out. */
export async function wholeBody(reply: WireReply, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of reply.body) {
    chunks.push(chunk)
    length += chunk.length
    if (length > most) break
  }
  return Buffer.concat(chunks).subarray(0, most)
}

export const header = (reply: WireReply, name: string): string | undefined => reply.headers[name]?.[0]
