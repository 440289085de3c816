// Asks an engine, and gives what it says: the one that is copied, and the one that becomes the copy.
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

export type Body = object | AsyncIterable<Uint8Array>

export class EngineClient {
  readonly #connect: () => Socket

  constructor(connect: () => Socket) {
    this.#connect = connect
  }

  /** The bytes of a reply. Rejects with what the engine says for a refusal. */
  async stream(method: string, path: string, body?: Body): Promise<IncomingMessage> {
    const isBytes = body !== undefined && Symbol.asyncIterator in body
    const type = isBytes ? 'application/x-tar' : 'application/json'
    const request = http.request({
      createConnection: this.#connect,
      method,
      path,
      headers: { Host: 'docker', ...(body !== undefined && { 'Content-Type': type }) },
    })
    const answered = once(request, 'response') as Promise<[IncomingMessage]>
    if (isBytes) {
      // why it could not all be sent is in the answer, if there is one
      const [reply] = await Promise.all([answered, pipeline(Readable.from(body), request).catch(() => {})])
      return accepted(reply[0], `${method} ${path}`)
    }
    request.end(body === undefined ? undefined : JSON.stringify(body))
    return accepted((await answered)[0], `${method} ${path}`)
  }

  /** The value of a reply; undefined for one without a body. */
  async json<Value>(method: string, path: string, body?: Body): Promise<Value> {
    const said = await text(await this.stream(method, path, body))
    return (said.trim() === '' ? undefined : JSON.parse(said)) as Value
  }

  /** Waits for the end of an operation that tells its progress, and for what it has to complain of. */
  async done(method: string, path: string, body?: Body): Promise<void> {
    const said = await text(await this.stream(method, path, body))
    const failed = said.split('\n').find((line) => line.includes('"errorDetail"'))
    if (failed !== undefined) throw new Error(String((JSON.parse(failed) as { error?: unknown }).error))
  }
}

async function accepted(reply: IncomingMessage, asked: string): Promise<IncomingMessage> {
  const { statusCode = 0 } = reply
  if (statusCode < 400) return reply
  const said = await text(reply)
  throw new Error(`${asked}: ${messageIn(said) ?? statusCode}`)
}

function messageIn(said: string): string | undefined {
  try {
    return (JSON.parse(said) as { message?: string }).message
  } catch {
    return said.trim() || undefined
  }
}
