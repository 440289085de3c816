// Bodies of JSON, changed value by value.
import type { Reply } from '../api/reply.ts'
import type { Bytes } from '../api/wire.ts'
import { exactText, exactValue } from './exact-json.ts'
import { unitsOf } from './units.ts'

/** The value of a body that is one JSON text; undefined for others. */
export function jsonOf(reply: Reply): { readonly value: unknown } | undefined {
  if (reply.kind === 'json') return { value: reply.value }
  if (reply.kind !== 'text' || !reply.type.startsWith('application/json')) return undefined
  const text = typeof reply.text === 'string' ? reply.text : Buffer.from(reply.text).toString()
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** The same reply with another value. */
export function withJson({ status, headers, wire }: Reply, value: unknown): Reply {
  return { kind: 'json', status, value, ...(headers && { headers }), ...(wire && { wire }) }
}

/** Changes each object of a stream; what is no JSON passes as it is. Line ends stay. */
export async function* eachObject(bytes: Bytes, change: (value: unknown) => unknown): AsyncGenerator<Uint8Array> {
  for await (const unit of unitsOf(bytes, 'objects')) {
    const text = Buffer.from(unit).toString()
    const body = text.trimEnd()
    let value: unknown
    try {
      value = exactValue(body)
    } catch {
      yield unit
      continue
    }
    yield Buffer.from(exactText(change(value)) + text.slice(body.length))
  }
}
