// The JSON body of a call as a log may have it.
import type { Incoming } from '../../api/call.ts'
import { readAhead } from '../../api/read-ahead.ts'

/** What was read of a body, without secrets. */
export interface LoggedForm {
  readonly value: unknown
}

export interface ReadForm {
  /** To go on with in the place of the one that was read from. */
  readonly incoming: Incoming
  readonly form: LoggedForm | undefined
}

/** Longer bodies are not logged (moby daemon/server/middleware/debug.go: maxBodySize). */
const LONGEST = 4096

/** Bodies of POST that say that they are JSON, and are an object. */
export async function withForm(incoming: Incoming): Promise<ReadForm> {
  const { method, headers } = incoming
  const isForm = /^\s*application\/json\s*(;|$)/i.test(String(headers['content-type'] ?? ''))
  if (method !== 'POST' || !isForm || Number(headers['content-length'] ?? 0) > LONGEST) {
    return { incoming, form: undefined }
  }
  const { bytes, incoming: whole } = await readAhead(incoming, LONGEST)
  return { incoming: whole, form: bytes && formIn(bytes.toString()) }
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
