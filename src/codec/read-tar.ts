// Reads tar archives as streams of entries: what Go's archive/tar reads, with its limits and its words.
import { Buffer } from 'node:buffer'
import { ByteSource } from './byte-source.ts'
import { type PaxRecords, parsePax, paxInteger, paxTime } from './pax.ts'
import { type TarEntry, type TarKind, xattrPrefix } from './tar.ts'
import { type Block, blockSize, invalidHeader, isZero, parseBlock } from './tar-block.ts'
import { checkPieces, type Piece, readMap, readSparse, type SparseFile } from './tar-sparse.ts'

/** bytes of an extended header or a long name */
const largestExtension = 1024 * 1024
const zeros = new Uint8Array(64 * 1024)

const kinds: Readonly<Record<string, TarKind>> = {
  '0': 'file',
  '\0': 'file',
  '1': 'link',
  '2': 'symlink',
  '3': 'character',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
}

/**
 * Reads entry by entry; the source is read no faster than entries are taken, and to its end: beyond the archive there
 * may be anything. Throws with the words of Go's archive/tar (`unexpected EOF`, `archive/tar: invalid tar header`,
 * `archive/tar: header field too long`) and dockerd's for kinds that it does not know.
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const bytes = new ByteSource(source)
  try {
    for (;;) {
      const found = await nextHeader(bytes)
      if (found === undefined) break
      const stored = new StoredBytes(bytes, found.stored)
      const sparse = readSparse(found.records)
      const pieces = sparse && (await sparsePieces(sparse, found, bytes, stored))
      yield entryOf(found, bytes.position, stored, sparse, pieces)
      if (!stored.leaveNow()) await stored.leave()
    }
    await leaveRest(bytes)
  } finally {
    await bytes.close()
  }
}

/** What is beyond the archive may be broken: dockerd takes no notice. */
async function leaveRest(bytes: ByteSource): Promise<void> {
  try {
    await bytes.skip(Number.POSITIVE_INFINITY)
  } catch (error) {
    if ((error as Error).constructor !== Error) throw error
  }
}

/** The bytes of one entry in the archive. */
class StoredBytes implements AsyncIterable<Uint8Array> {
  readonly #bytes: ByteSource
  readonly #end: number
  readonly #padding: number

  constructor(bytes: ByteSource, length: number) {
    this.#bytes = bytes
    this.#end = bytes.position + length
    this.#padding = -length & (blockSize - 1)
  }

  get left(): number {
    return this.#end - this.#bytes.position
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    while (this.left > 0) {
      const chunk = await this.#bytes.some(this.left)
      if (chunk.length === 0) throw unexpectedEnd()
      yield chunk
    }
  }

  /** Goes on to the next entry if its beginning is there already. */
  leaveNow(): boolean {
    return this.#bytes.takeNow(this.left + this.#padding) !== undefined
  }

  /** Goes on to the next entry. What fills the last block may be missing at the end of all, as Go has it. */
  async leave(): Promise<void> {
    const rest = this.left
    if ((await this.#bytes.skip(rest)) < rest) throw unexpectedEnd()
    await this.#bytes.skip(this.#padding)
  }
}

interface Found {
  readonly block: Block
  readonly records: PaxRecords
  readonly name: string
  readonly linkname: string
  /** bytes in the archive */
  readonly stored: number
}

/** The block of the next entry with what extended headers before it say; undefined at the end. */
async function nextHeader(bytes: ByteSource): Promise<Found | undefined> {
  let records: PaxRecords = new Map()
  let longName: string | undefined
  let longLink: string | undefined
  for (;;) {
    const block = await readBlock(bytes)
    if (block === undefined) return undefined
    if (block.type === 'x') records = parsePax(await readExtension(bytes, block))
    // dockerd takes no notice of records that are for all entries
    else if (block.type === 'g') parsePax(await readExtension(bytes, block))
    else if (block.type === 'L') longName = untilNul(await readExtension(bytes, block))
    else if (block.type === 'K') longLink = untilNul(await readExtension(bytes, block))
    else {
      const name = longName ?? (records.get('path') || block.name)
      const linkname = longLink ?? (records.get('linkpath') || block.linkname)
      const size = numberOf(records, 'size', block.size)
      const stored = isHeaderOnly(block, name) ? 0 : size
      if (stored < 0) throw invalidHeader()
      return { block: { ...block, size }, records, name, linkname, stored }
    }
  }
}

/** Two blocks of zeros end an archive, and so does its mere end. */
async function readBlock(bytes: ByteSource): Promise<Block | undefined> {
  const block = await takeBlock(bytes)
  if (block === undefined) return undefined
  if (!isZero(block)) return parseBlock(block)
  const second = await takeBlock(bytes)
  if (second !== undefined && !isZero(second)) throw invalidHeader()
  return undefined
}

async function takeBlock(bytes: ByteSource): Promise<Uint8Array | undefined> {
  const block = bytes.takeNow(blockSize) ?? (await bytes.take(blockSize))
  if (block.length === 0) return undefined
  if (block.length < blockSize) throw unexpectedEnd()
  return block
}

async function readExtension(bytes: ByteSource, { size }: Block): Promise<Uint8Array> {
  if (size < 0) throw invalidHeader()
  if (size > largestExtension) throw new Error('archive/tar: header field too long')
  const padded = size + (-size & (blockSize - 1))
  const content = await bytes.take(padded)
  if (content.length < padded) throw unexpectedEnd()
  return content.subarray(0, size)
}

function entryOf(
  { block, records, name: ownName, linkname }: Found,
  offset: number,
  stored: StoredBytes,
  sparse: SparseFile | undefined,
  pieces: readonly Piece[] | undefined,
): TarEntry {
  const name = utf8(sparse?.name ?? ownName)
  const kind = kindOf(block, name)
  const mtime = records.get('mtime')
  const size = kind === 'file' ? (sparse?.size ?? block.size) : 0
  return {
    name,
    kind,
    mode: block.mode & 0o7777,
    wholeMode: block.mode,
    uid: numberOf(records, 'uid', block.uid),
    gid: numberOf(records, 'gid', block.gid),
    mtime: mtime ? paxTime(mtime) : block.mtime * 1000,
    size,
    linkname: kind === 'link' || kind === 'symlink' ? utf8(linkname) : undefined,
    device: kind === 'character' || kind === 'block' ? block.device : undefined,
    xattrs: xattrsOf(records),
    offset,
    pieces,
    stored,
    body: pieces ? withHoles(pieces, size, stored) : stored,
  }
}

async function sparsePieces(
  sparse: SparseFile,
  { block, stored: length }: Found,
  bytes: ByteSource,
  stored: StoredBytes,
): Promise<readonly Piece[]> {
  const pieces = sparse.mapInData && length > 0 ? await readMap(bytes) : sparse.pieces
  checkPieces(pieces, sparse.size ?? block.size)
  const wanted = pieces.reduce((sum, piece) => sum + piece.length, 0)
  if (wanted > stored.left) throw new Error('archive/tar: sparse file references non-existent data')
  if (wanted < stored.left) throw new Error('archive/tar: sparse file contains unreferenced data')
  return pieces
}

async function* withHoles(pieces: readonly Piece[], size: number, stored: StoredBytes): AsyncGenerator<Uint8Array> {
  let at = 0
  const bytes = new ByteSource(stored)
  for (const piece of [...pieces, { at: size, length: 0 }]) {
    for (; at < piece.at; at += Math.min(piece.at - at, zeros.length)) yield zeros.subarray(0, piece.at - at)
    for (const end = at + piece.length; at < end; ) {
      const chunk = await bytes.some(end - at)
      at += chunk.length
      yield chunk
    }
  }
}

/** dockerd's refusal has the number of the character. */
function kindOf({ type }: Block, name: string): TarKind {
  if (type === '\0' && name.endsWith('/')) return 'directory'
  const kind = kinds[type]
  if (kind === undefined) throw new Error(`unhandled tar header type ${type.charCodeAt(0)}`)
  return kind
}

/** Has no bytes, whatever its size says. */
function isHeaderOnly(block: Block, name: string): boolean {
  const kind = kinds[block.type]
  return kind !== undefined && (kind !== 'file' || (block.type === '\0' && name.endsWith('/')))
}

/** What a record says, if it says anything. */
function numberOf(records: PaxRecords, name: string, otherwise: number): number {
  const value = records.get(name)
  return value ? paxInteger(value) : otherwise
}

function xattrsOf(records: PaxRecords): Record<string, string> | undefined {
  if (records.size === 0) return undefined
  const found = [...records].filter(([name]) => name.startsWith(xattrPrefix))
  if (found.length === 0) return undefined
  return Object.fromEntries(found.map(([name, value]) => [utf8(name.slice(xattrPrefix.length)), value]))
}

/** differs: dockerd takes names for bytes; here they are text, and what is not UTF-8 becomes U+FFFD */
function utf8(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8')
}

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text)

function untilNul(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').split('\0', 1)[0]!
}

function unexpectedEnd(): Error {
  return new Error('unexpected EOF')
}
