// What redis-server keeps in its file, so that it is there again when the server is started anew.
import { Buffer } from 'node:buffer'
import type { Process } from '../../../runtime/process.ts'
import type { Server } from './server.ts'
import { HashValue, ListValue, SetValue, SortedSetValue, StringValue, type Value } from './values.ts'

const MAGIC = 'REDIS0011'
/** the end of a real file without any keys, which is as good as our own */
const EMPTY = '\xff'
const OWN = '\nmockerd 1\n'
/** bytes that are written at once */
const PIECE = 65_536

/**
 * A line for each key, as JSON: database, key, moment at which it expires or null, type, content. Throws FileError.
 *
 * differs: Redis has a format of its own here, and saves now and then without being asked.
 */
export async function saveDump(server: Server): Promise<void> {
  const { process } = server
  const path = `${server.settings.get('dir')}/${server.settings.get('dbfilename')}`
  const temporary = `${server.settings.get('dir')}/temp-${process.pid}.rdb`
  const descriptor = process.open(temporary, { write: true, create: true, truncate: true, mode: 0o644 })
  try {
    let text = MAGIC + OWN
    for (const database of server.inUse) {
      for (const key of database.keys()) {
        const value = database.get(key)
        if (!value) continue
        const entry = [database.index, key, database.expires(key) ?? null, value.type, contentOf(value)]
        text += `${JSON.stringify(entry)}\n`
        if (text.length < PIECE) continue
        await process.write(descriptor, Buffer.from(text, 'latin1'))
        text = ''
      }
    }
    await process.write(descriptor, Buffer.from(text, 'latin1'))
  } finally {
    process.close(descriptor)
  }
  process.files.rename(temporary, path)
  server.changes = 0
  server.lastSave = server.now()
}

function contentOf(value: Value): unknown {
  switch (value.type) {
    case 'string':
      return value.text
    case 'list':
      return value.items
    case 'hash':
      return [...value.fields]
    case 'set':
      return [...value.members]
    case 'zset':
      return [...value.scores].map(([member, score]) => [member, String(score)])
  }
}

/** Reads the file again; how many keys there were, undefined if there is no file. Throws a WrongDump. */
export async function loadDump(server: Server): Promise<number | undefined> {
  const { process } = server
  const path = `${server.settings.get('dir')}/${server.settings.get('dbfilename')}`
  if (!process.files.exists(path)) return undefined
  let rest = ''
  let keys = 0
  let headed = false
  for await (const piece of pieces(process, path)) {
    rest += piece
    if (!headed && rest.length >= MAGIC.length + OWN.length) {
      if (rest.slice(0, MAGIC.length + OWN.length) !== MAGIC + OWN) throw new WrongDump()
      rest = rest.slice(MAGIC.length + OWN.length)
      headed = true
    }
    const end = rest.lastIndexOf('\n')
    if (!headed || end < 0) continue
    for (const line of rest.slice(0, end).split('\n')) if (restore(server, line)) keys++
    rest = rest.slice(end + 1)
  }
  if (!headed && rest !== '' && rest !== MAGIC + EMPTY) throw new WrongDump()
  server.changes = 0
  return keys
}

/** A file that is none of ours. */
export class WrongDump extends Error {}

async function* pieces(process: Process, path: string): AsyncGenerator<string> {
  const descriptor = process.open(path, { read: true })
  try {
    for (;;) {
      const bytes = await process.read(descriptor)
      if (!bytes) return
      yield Buffer.from(bytes).toString('latin1')
    }
  } finally {
    process.close(descriptor)
  }
}

/** False for what has expired meanwhile. */
function restore(server: Server, line: string): boolean {
  try {
    const [index, key, expires, type, content] = JSON.parse(line)
    if (typeof expires === 'number' && expires <= server.now()) return false
    server.database(Number(index)).set(String(key), restored(type, content), expires ?? undefined)
    return true
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw new WrongDump()
    throw error
  }
}

function restored(type: unknown, content: unknown): Value {
  if (type === 'string') return new StringValue(String(content))
  const items = content as readonly string[]
  const pairs = content as readonly (readonly [string, string])[]
  if (type === 'list') {
    const list = new ListValue()
    list.replace(items.map(String))
    return list
  }
  const value = type === 'hash' ? new HashValue() : type === 'set' ? new SetValue() : new SortedSetValue()
  if (value instanceof SetValue) for (const item of items) value.add(String(item))
  else if (value instanceof HashValue) for (const [field, text] of pairs) value.set(String(field), String(text))
  else for (const [member, score] of pairs) value.set(String(member), Number(score))
  return value
}
