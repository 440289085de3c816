// Parameters in the body of a request, as `curl -d name=value` and HTML forms send them.
import type { OperationId } from '../gen/operations.ts'
import type { Route } from '../gen/routes.ts'
import { invalid } from '../world/refusal.ts'
import type { Incoming } from './call.ts'
import { mediaTypeOf } from './content-type.ts'

/** net/http: parsePostForm */
const LARGEST = 10 * 1024 * 1024

/** Has a body that says to be a form and is none; observed on 28.5.2. */
const READS_ANYWAY: OperationId = 'ImageBuild'

/** Whether dockerd looks for parameters in the body, too: not where it wants JSON (server/httputils: ParseForm). */
export function isForm({ method, body, operation }: Route, { headers }: Incoming): boolean {
  const type = headers['content-type']
  if (typeof type !== 'string' || body === 'json' || operation === READS_ANYWAY) return false
  return (method === 'POST' || method === 'PUT') && mediaTypeOf(type) === 'application/x-www-form-urlencoded'
}

/** The form, written as a query. Nothing is left of the body then, whatever it was meant to be. */
export async function readForm({ body }: Incoming): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > LARGEST) throw invalid('http: POST too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size).toString()
}
