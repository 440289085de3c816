// One request of the control client, and what comes back.
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { targetOf } from './target.ts'

/** What the daemon refused: its sentence, and the status that came with it. */
export class ControlError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'ControlError'
    this.status = status
  }
}

export interface Sending {
  /** A text is sent as YAML, anything else as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/** Resolves with a reply that is no refusal; its body is still to be read. */
export type Send = (method: string, path: string, sending?: Sending) => Promise<IncomingMessage>

/** @param address as in DOCKER_HOST */
export function sender(address: string, token: string | undefined): Send {
  const target = targetOf(address)
  return async (method, path, { body, signal } = {}) => {
    const type = typeof body === 'string' ? 'application/yaml' : 'application/json'
    const payload = typeof body === 'string' ? body : JSON.stringify(body)
    const headers = {
      host: 'localhost',
      ...(payload !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(payload) }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    }
    const request = http.request({ ...target, method, path: `/_mockerd${path}`, headers, signal, agent: false })
    request.end(payload)
    const [reply] = (await once(request, 'response')) as [IncomingMessage]
    const { statusCode: status = 0 } = reply
    if (status >= 300) throw new ControlError(status, messageIn(await text(reply), status))
    return reply
  }
}

function messageIn(body: string, status: number): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown }
    if (message === 'page not found')
      return 'there is no control API: start mockerd with --control, or with the option "control"'
    return String(message)
  } catch {
    return `it answered ${status}`
  }
}
