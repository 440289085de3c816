// Holds replies against the contract; every test's replies pass through here.
import type { Incoming } from '../../src/api/call.ts'
import type { Dispatch } from '../../src/api/dispatch.ts'
import type { Reply, StreamReply } from '../../src/api/reply.ts'
import type { OperationId } from '../../src/gen/operations.ts'
import { failureOf } from '../../src/http/status.ts'
import { Refusal } from '../../src/world/refusal.ts'
import { type Declared, declaredReply, defectsOf, type Versions } from './contract.ts'
import { noteCall } from './shown-by.ts'

export interface AnsweredReply extends Partial<Versions> {
  readonly operation: OperationId
  readonly status: number
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>
  /** A JSON value already parsed, or the text of the body; JSON lines come as text. */
  readonly body?: unknown
}

const NEWEST = '1.51'

/** A reply that the contract does not know. */
export class ContractViolation extends Error {}

/** @throws ContractViolation with a sentence that says what is wrong where */
export function checkReply({ operation, status, headers, body, ...given }: AnsweredReply): void {
  const engineVersion = given.engineVersion ?? NEWEST
  const version = given.version ?? engineVersion
  const where = `${operation} (v${version}, ${status})`
  const declared = declaredReply(operation, status)
  if (declared === undefined) throw new ContractViolation(`${where}: the contract does not have this status.`)
  if (body === undefined || body === '') checkEmpty(where, declared, status)
  else checkBody(where, declared, headers?.['content-type'], body, { version, engineVersion })
}

function checkBody(where: string, declared: Declared, header: unknown, body: unknown, versions: Versions): void {
  const type = String(header ?? '').split(';')[0] as string
  if (type !== '' && !declared.contentTypes.includes(type)) {
    throw new ContractViolation(
      `${where}: the contract has no ${type}, but ${declared.contentTypes.join(', ') || 'no body'}.`,
    )
  }
  if (declared.schema === undefined || (type !== '' && !/json/.test(type))) return
  for (const value of valuesIn(where, body)) checkValue(where, declared.schema, value, versions)
}

function checkEmpty(where: string, declared: Declared, status: number): void {
  const optional = status === 101 || status === 304 || !/json/.test(declared.contentTypes.join())
  if (optional || declared.schema === undefined) return
  throw new ContractViolation(`${where}: the body is missing, the contract has ${declared.schema}.`)
}

function valuesIn(where: string, body: unknown): unknown[] {
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return [body]
  // records of a sequence of JSON texts have a separator before them
  const text = (typeof body === 'string' ? body : Buffer.from(body).toString()).replaceAll('\u001e', '')
  try {
    return [JSON.parse(text)]
  } catch {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => parseLine(where, line))
  }
}

function parseLine(where: string, line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new ContractViolation(`${where}: this is not JSON: ${line.slice(0, 200)}`)
  }
}

function checkValue(where: string, schema: string, value: unknown, versions: Versions): void {
  const defects = defectsOf(schema, value, versions)
  if (defects.length > 0) throw new ContractViolation(`${where} is no ${schema}: ${defects.join('; ')}.`)
}

export interface CheckOptions {
  readonly engineVersion?: string
  /** Hears of each violation before it is thrown. */
  readonly onViolation?: (violation: ContractViolation) => void
}

/** A dispatch that throws ContractViolation where a reply, a line of a stream or a refusal is not the contract's. */
export function checkedDispatch(dispatch: Dispatch, options: CheckOptions = {}): Dispatch {
  const engineVersion = options.engineVersion ?? NEWEST
  const check = (incoming: Incoming, status: number, type: string | undefined, body: unknown): void => {
    const { operation, version } = incoming
    const headers = type === undefined ? {} : { 'content-type': type }
    try {
      checkReply({ operation, status, headers, body, engineVersion, version: version ?? engineVersion })
    } catch (error) {
      if (error instanceof ContractViolation) options.onViolation?.(error)
      throw error
    }
  }
  return async (incoming) => {
    let reply: Reply
    try {
      reply = await dispatch(incoming)
    } catch (error) {
      noteCall(incoming.operation, 400)
      if (error instanceof Refusal) checkRefusal(incoming, error, check)
      throw error
    }
    noteCall(incoming.operation, reply.status)
    if (reply.kind === 'json') check(incoming, reply.status, 'application/json', asSent(reply.value))
    else if (reply.kind === 'text') check(incoming, reply.status, reply.type, reply.text)
    else if (reply.kind === 'empty') check(incoming, reply.status, undefined, undefined)
    else if (reply.kind === 'stream' && /json/.test(linesOf(incoming.operation, reply)))
      return checkedStream(incoming, reply, check)
    return reply
  }
}

/** The content type, or what a stream consists of though it does not say so. */
const linesOf = (operation: OperationId, { type }: StreamReply): string =>
  type ?? (operation === 'ContainerStats' ? 'application/json' : '')

type Check = (incoming: Incoming, status: number, type: string | undefined, body: unknown) => void

/** A refusal of the pipeline itself (a version out of range) is no operation's reply. */
function checkRefusal(incoming: Incoming, refusal: Refusal, check: Check): void {
  const { status, message } = failureOf(refusal)
  if (status === 304) check(incoming, status, undefined, undefined)
  else if (!message.startsWith('client version ')) check(incoming, status, 'application/json', { message })
}

/** What is left of a value on the wire. */
const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null')

function checkedStream(incoming: Incoming, reply: StreamReply, check: Check): StreamReply {
  const type = linesOf(incoming.operation, reply)
  async function* lines(): AsyncIterable<Uint8Array | string> {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of reply.chunks) {
      const parts = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n')
      rest = parts.pop() as string
      for (const line of parts) if (line.trim() !== '') check(incoming, reply.status, type, line)
      yield chunk
    }
    if (rest.trim() !== '') check(incoming, reply.status, type, rest)
  }
  return { ...reply, chunks: lines() }
}
