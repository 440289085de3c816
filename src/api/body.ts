// Reads the JSON body of a request.
import { JsonSyntaxError } from '../codec/json-reader.ts'
import type { Persona } from '../engine/persona.ts'
import type * as Table from '../gen/bodies.ts'
import { invalid } from '../world/refusal.ts'
import { BrokenBody } from './body-bytes.ts'
import { type BodyRule, bodyRules } from './body-rules.ts'
import type { Incoming } from './call.ts'
import { requireJson } from './content-type.ts'
import { type Decoded, type Decoding, decodeBody, emptyOf, JsonTypeError } from './decode.ts'
import { shortName } from './type-complaint.ts'

/** differs: dockerd reads JSON of any length. */
const LARGEST = 64 * 1024 * 1024

/** Loaded with the first body: a daemon that is only asked starts faster. */
let table: typeof Table | undefined

/** @param version that the request speaks */
export type BodyReader = (incoming: Incoming, version: string) => Promise<unknown>

/**
 * Makes what reads bodies as a release does: into the contract's types. An empty one counts as `{}`, where dockerd needs
 * none, and so does `null`. It refuses with the words of dockerd and of Go's encoding/json.
 */
export function createBodyReader(persona: Persona): BodyReader {
  const ruleOf = bodyRules(persona)
  return async (incoming, version) => {
    const rule = ruleOf(incoming.operation)
    const absent = isAbsent(incoming)
    if (rule.checksType) checkContentType(incoming, absent, persona)
    table ??= await import('../gen/bodies.ts')
    const entry = table.bodies[incoming.operation]
    if (entry === undefined) throw new Error(`the contract has no JSON body for ${incoming.operation}`)
    if (absent && !rule.required) return emptyOf(entry.shape)
    const { text, broken } = await readText(incoming)
    if (/^[ \t\r\n]*$/.test(text)) throw broken ? rule.refuse(broken.message) : rule.refuseNothing()
    const { style, bodies } = persona.json
    const go = bodies[incoming.operation]
    const named = go ? { root: shortName(go), shape: { ...entry.shape, go } } : entry
    const decoding = { ...named, style, structs: table.structs, engineVersion: persona.apiVersion, version }
    const { value, more } = decode(text, decoding, rule, broken)
    if ((more || broken) && rule.refuseMore) throw rule.refuseMore()
    return value
  }
}

function decode(text: string, decoding: Decoding, rule: BodyRule, broken: BrokenBody | undefined): Decoded {
  try {
    return decodeBody(text, decoding)
  } catch (error) {
    if (error instanceof JsonSyntaxError && error.message === 'unexpected EOF' && broken) {
      throw rule.refuse(broken.message)
    }
    if (error instanceof JsonSyntaxError || error instanceof JsonTypeError) throw rule.refuse(error.message)
    throw error
  }
}

/** Whether the head says that there is no body. */
const isAbsent = ({ headers }: Incoming): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0

function checkContentType({ headers }: Incoming, absent: boolean, { words }: Persona): void {
  const contentType = headers['content-type']
  if (contentType !== undefined || !absent) requireJson(String(contentType ?? ''), words)
}

interface ReadText {
  readonly text: string
  /** Why nothing came behind it, if that was not the end. */
  readonly broken: BrokenBody | undefined
}

async function readText(incoming: Incoming): Promise<ReadText> {
  const chunks: Uint8Array[] = []
  let size = 0
  let broken: BrokenBody | undefined
  try {
    for await (const chunk of incoming.body) {
      size += chunk.length
      if (size > LARGEST) throw invalid('http: request body too large')
      chunks.push(chunk)
    }
  } catch (error) {
    if (!(error instanceof BrokenBody)) throw error
    broken = error
  }
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(chunks, size)), broken }
}
