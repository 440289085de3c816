// Messages of MongoDB's protocol: OP_MSG, and OP_QUERY with which older clients and greetings begin.
import { Buffer } from 'node:buffer'
import type { Process } from '../../../runtime/process.ts'
import type { ConnectionReader } from '../connection-reader.ts'
import { BsonProblem, readDocument, writeDocument } from './bson.ts'
import type { Document } from './value.ts'

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
/** maxMessageSizeBytes */
const LONGEST = 48_000_000
const CHECKSUM = 1
const MORE_TO_COME = 2

export interface Request {
  readonly id: number
  readonly isQuery: boolean
  /** whether an answer is waited for */
  readonly wantsAnswer: boolean
  /** The command with its database as `$db`, and with the lists that came apart from it. */
  readonly command: Document
}

/** Undefined at the end of the connection. Throws a BsonProblem. */
export async function readRequest(reader: ConnectionReader): Promise<Request | undefined> {
  const head = await reader.take(16)
  if (!head) return undefined
  const length = head.readInt32LE() - 16
  if (length < 0 || length > LONGEST) throw new BsonProblem('wrong length of a message')
  const body = await reader.take(length)
  if (!body) return undefined
  const id = head.readInt32LE(4)
  const code = head.readInt32LE(12)
  if (code === OP_MSG) return messageOf(id, body)
  if (code === OP_QUERY) return queryOf(id, body)
  throw new BsonProblem(`unknown operation ${code}`)
}

function messageOf(id: number, body: Buffer): Request {
  if (body.length < 5) throw new BsonProblem('incomplete message')
  const flags = body.readUInt32LE()
  const last = body.length - (flags & CHECKSUM ? 4 : 0)
  let command: Document = new Map()
  const lists: [string, Document[]][] = []
  for (let at = 4; at < last; ) {
    const kind = body[at++]
    if (kind === 0) {
      const read = readDocument(body, at)
      command = read.document
      at = read.end
    } else if (kind === 1 && at + 4 <= last) {
      const end = at + body.readInt32LE(at)
      const zero = body.indexOf(0, at + 4)
      if (end > last || zero < 0 || zero >= end) throw new BsonProblem('wrong length of a section')
      const list: Document[] = []
      lists.push([body.toString('utf8', at + 4, zero), list])
      for (at = zero + 1; at < end; ) {
        const read = readDocument(body, at)
        list.push(read.document)
        at = read.end
      }
    } else throw new BsonProblem('unknown section')
  }
  for (const [name, list] of lists) command.set(name, list)
  return { id, isQuery: false, wantsAnswer: (flags & MORE_TO_COME) === 0, command }
}

function queryOf(id: number, body: Buffer): Request {
  const zero = body.indexOf(0, 4)
  if (zero < 0) throw new BsonProblem('incomplete query')
  const [database = ''] = body.toString('utf8', 4, zero).split('.')
  const { document: command } = readDocument(body, zero + 9)
  return { id, isQuery: true, wantsAnswer: true, command: command.set('$db', database) }
}

function header(length: number, id: number, to: number, code: number): Buffer {
  const bytes = Buffer.alloc(16)
  for (const [at, value] of [length + 16, id, to, code].entries()) bytes.writeInt32LE(value, at * 4)
  return bytes
}

export function answerBytes({ id, isQuery }: Request, answer: Document): Buffer {
  const body = writeDocument(answer)
  if (!isQuery) return Buffer.concat([header(body.length + 5, id + 1, id, OP_MSG), Buffer.alloc(5), body])
  const facts = Buffer.alloc(20)
  facts.writeInt32LE(8)
  facts.writeInt32LE(1, 16)
  return Buffer.concat([header(body.length + 20, id + 1, id, OP_REPLY), facts, body])
}

/** A client's side: asks, and reads the answer; undefined when the server has gone. */
export async function ask(
  process: Process,
  descriptor: number,
  reader: ConnectionReader,
  command: Document,
): Promise<Document | undefined> {
  const body = writeDocument(command)
  await process.write(descriptor, Buffer.concat([header(body.length + 5, 1, 0, OP_MSG), Buffer.alloc(5), body]))
  return (await readRequest(reader))?.command
}
