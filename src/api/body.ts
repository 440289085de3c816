// Reads the JSON body of a request.
import { JsonSyntaxError } from '../codec/json-reader.ts'
import type * as Table from '../gen/bodies.ts'
import type { OperationId } from '../gen/operations.ts'
import { broken, invalid, type Refusal } from '../world/refusal.ts'
import type { Incoming } from './call.ts'
import { requireJson } from './content-type.ts'
import { type Decoded, type Decoding, decodeBody, emptyOf, JsonTypeError } from './decode.ts'

/** differs: dockerd reads JSON of any length. */
const LARGEST = 64 * 1024 * 1024

interface BodyRule {
  /** Nothing at all is refused, too; else it counts as an empty object. */
  readonly required: boolean
  /** Content type and what follows the value do not matter. */
  readonly lax: boolean
  readonly refuse: (message: string) => Refusal
}

const usual: BodyRule = {
  required: false,
  lax: false,
  refuse: (message) => invalid(`invalid JSON: ${message}`),
}

/** Operations whose handlers do not use the decoder that the others use; observed on 28.5.2. */
const rules: { readonly [Id in OperationId | string]?: BodyRule } = {
  ContainerCreate: { ...usual, required: true },
  SystemAuth: { required: true, lax: true, refuse: broken },
}

/** Loaded with the first body: a daemon that is only asked starts faster. */
let table: typeof Table | undefined

/**
 * The body in the contract's types. An empty one counts as `{}`, where dockerd needs none, and so does `null`.
 * @throws invalid (400) with the words of dockerd and of Go's encoding/json
 */
export async function readJson(incoming: Incoming, versions: Versions): Promise<unknown> {
  const rule = rules[incoming.operation] ?? usual
  const absent = isAbsent(incoming)
  if (!rule.lax) checkContentType(incoming, absent)
  table ??= await import('../gen/bodies.ts')
  const entry = table.bodies[incoming.operation]
  if (entry === undefined) throw new Error(`the contract has no JSON body for ${incoming.operation}`)
  if (absent && !rule.required) return emptyOf(entry.shape)
  const text = await readText(incoming)
  if (/^[ \t\r\n]*$/.test(text)) throw rule.refuse(rule.lax ? 'EOF' : 'got EOF while reading request body')
  const { value, more } = decode(text, { ...entry, structs: table.structs, ...versions }, rule)
  if (more && !rule.lax) throw invalid('unexpected content after JSON')
  return value
}

export type Versions = Pick<Decoding, 'engineVersion' | 'version'>

function decode(text: string, decoding: Decoding, rule: BodyRule): Decoded {
  try {
    return decodeBody(text, decoding)
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof JsonTypeError) throw rule.refuse(error.message)
    throw error
  }
}

/** Whether the head says that there is no body. */
const isAbsent = ({ headers }: Incoming): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0

function checkContentType({ headers }: Incoming, absent: boolean): void {
  const contentType = headers['content-type']
  if (contentType !== undefined || !absent) requireJson(String(contentType ?? ''))
}

async function readText(incoming: Incoming): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of incoming.body) {
    size += chunk.length
    if (size > LARGEST) throw invalid('http: request body too large')
    chunks.push(chunk)
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(chunks, size))
}
