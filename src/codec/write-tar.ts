// Writes tar archives as streams of entries, with the very bytes that Go's archive/tar writes: layers made here have the
// digests of dockerd's.
import { Buffer } from 'node:buffer'
import { formatPax } from './pax.ts'
import { type TarFile, type TarHeader, type TarKind, xattrPrefix } from './tar.ts'
import { type BlockFields, blockSize, fits, formatBlock } from './tar-block.ts'

/** bytes; headers and small files come in pieces of a few hundred, which are put together */
const chunkSize = 64 * 1024
const longestName = 100
const longestPrefix = 155

/** What the header of an entry says of its kind. */
export const typeFlags: Readonly<Record<TarKind, string>> = {
  file: '0',
  link: '1',
  symlink: '2',
  character: '3',
  block: '4',
  directory: '5',
  fifo: '6',
}

/** Entries in their order. The same entries give the same bytes; they are taken no faster than the bytes are read. */
export async function* writeTar(entries: Iterable<TarFile> | AsyncIterable<TarFile>): AsyncGenerator<Uint8Array> {
  let small: Uint8Array[] = []
  let length = 0
  for await (const piece of piecesOf(entries)) {
    const isLarge = piece.length >= chunkSize
    if (!isLarge) {
      small.push(piece)
      length += piece.length
      if (length < chunkSize) continue
    }
    if (length > 0) yield Buffer.concat(small)
    if (isLarge) yield piece
    small = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(small)
}

async function* piecesOf(entries: Iterable<TarFile> | AsyncIterable<TarFile>): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) {
    yield formatHeader(entry)
    if (entry.kind !== 'file' || entry.size === 0) continue
    yield* bodyOf(entry)
    const padding = -entry.size & (blockSize - 1)
    if (padding > 0) yield Buffer.alloc(padding)
  }
  yield Buffer.alloc(2 * blockSize)
}

async function* bodyOf({ name, size, body = [] }: TarFile): AsyncGenerator<Uint8Array> {
  let written = 0
  for await (const chunk of body) {
    written += chunk.length
    if (written > size) throw new Error(`${name} has more than ${size} bytes`)
    yield chunk
  }
  if (written < size) throw new Error(`${name} has ${written} of ${size} bytes`)
}

/** The header of an entry, with an extended header before it where a field is too small for what it is to hold. */
function formatHeader(entry: TarFile): Uint8Array {
  const name = bytesOf(entry.name)
  const linkname = bytesOf(entry.linkname ?? '')
  const mtime = Math.floor(entry.mtime / 1000)
  const split = splitName(name)
  const pax = new Map<string, string>()
  if (!isAscii(name) || (name.length > longestName && !split)) pax.set('path', name)
  if (!isAscii(linkname) || linkname.length > longestName) pax.set('linkpath', linkname)
  for (const field of ['uid', 'gid', 'size'] as const) if (!fits(field, entry[field])) pax.set(field, `${entry[field]}`)
  if (!fits('mtime', mtime)) pax.set('mtime', `${mtime}`)
  for (const [key, value] of Object.entries(entry.xattrs ?? {})) pax.set(bytesOf(xattrPrefix + key), value)
  if (pax.size === 0) return formatBlock({ ...fieldsOf(entry), ...(split ?? { name }), linkname, mtime })
  const fields = {
    ...fieldsOf(entry),
    name: fitting(ascii(name)),
    linkname: ascii(linkname).slice(0, longestName),
    mtime: pax.has('mtime') ? 0 : mtime,
  }
  for (const field of ['uid', 'gid', 'size'] as const) if (pax.has(field)) fields[field] = 0
  return Buffer.concat([extension(name, formatPax(pax)), formatBlock(fields)])
}

function fieldsOf({ kind, mode, uid, gid, size, device = [0, 0], uname = '', gname = '' }: TarHeader & TarFile) {
  return {
    type: typeFlags[kind],
    mode,
    uid,
    gid,
    size,
    device,
    uname,
    gname,
    name: '',
    linkname: '',
    mtime: 0,
    prefix: '',
  }
}

function extension(name: string, records: Uint8Array): Uint8Array {
  const header: BlockFields = {
    type: 'x',
    name: extensionName(name),
    linkname: '',
    prefix: '',
    mode: 0,
    uid: 0,
    gid: 0,
    size: records.length,
    mtime: 0,
    device: [0, 0],
    uname: '',
    gname: '',
  }
  const block = formatBlock(header, false)
  return Buffer.concat([block, records, Buffer.alloc(-records.length & (blockSize - 1))])
}

/** `a/b` has its extended header at `a/PaxHeaders.0/b`. */
function extensionName(name: string): string {
  const cut = name.lastIndexOf('/') + 1
  const parts = [name.slice(0, cut), 'PaxHeaders.0', name.slice(cut)]
  const path = parts.filter((part) => part !== '').join('/')
  return ascii(path.replace(/\/+/g, '/')).slice(0, longestName).replace(/\/+$/, '')
}

/** A long name in two: what goes before the last slash that lets both fit. */
function splitName(name: string): { readonly prefix: string; readonly name: string } | undefined {
  if (name.length <= longestName) return undefined
  let length = name.length
  if (length > longestPrefix + 1) length = longestPrefix + 1
  else if (name.endsWith('/')) length--
  const cut = name.lastIndexOf('/', length - 1)
  const rest = name.length - cut - 1
  if (cut <= 0 || rest > longestName || rest === 0 || cut > longestPrefix) return undefined
  return { prefix: name.slice(0, cut), name: name.slice(cut + 1) }
}

/** Readers may take a name that was cut off behind a slash for that of a directory. */
function fitting(name: string): string {
  if (name.length <= longestName || name[longestName - 1] !== '/') return name.slice(0, longestName)
  return name.slice(0, longestName).replace(/\/+$/, '')
}

function bytesOf(text: string): string {
  return isAscii(text) ? text : Buffer.from(text).toString('latin1')
}

const isAscii = (text: string): boolean => /^[\x01-\x7f]*$/.test(text)

const ascii = (text: string): string => text.replace(/[^\x01-\x7f]/g, '')
