// Tar archives whose bytes are nobody's digest, in and out by way of tar-stream (which a daemon need not load to answer a
// ping). Layers and what dockerd itself packs go through read-tar.ts and write-tar.ts, byte for byte as Go has them.
import type { Extract, extract, Header, Pack } from 'tar-stream'
import { roomIn } from './room.ts'
import { type TarFile, type TarHeader, type TarKind, xattrPrefix } from './tar.ts'

/** An entry that was read. */
export interface PlainTarEntry extends TarHeader {
  /** To be read to its end before the next entry is asked for, or not at all. */
  readonly body: AsyncIterable<Uint8Array>
}

type Sink = ReturnType<Pack['entry']>
type Source = Extract extends AsyncIterable<infer Each> ? Each : never

/** also archives of before POSIX, as Go's reader does; tar-stream's types do not know the option */
const readOptions = { allowUnknownFormat: true } as Parameters<typeof extract>[0]

const kinds: Record<string, TarKind> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'directory',
  symlink: 'symlink',
  link: 'link',
  'character-device': 'character',
  'block-device': 'block',
  fifo: 'fifo',
}

/**
 * Reads entry by entry; the source is read no faster than entries are taken. Throws with the words of Go's archive/tar:
 * `unexpected EOF`, `archive/tar: invalid tar header`.
 */
export async function* readPlainTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<PlainTarEntry> {
  const { extract } = await import('tar-stream')
  const parser = extract(readOptions)
  void feedParser(source, parser)
  try {
    for await (const entry of parser) {
      yield readEntry(entry)
      entry.resume()
    }
  } catch (error) {
    throw tarError(error)
  } finally {
    parser.destroy(null)
  }
}

async function feedParser(source: AsyncIterable<Uint8Array>, parser: Extract): Promise<void> {
  try {
    for await (const chunk of source) {
      if (parser.destroyed) return
      if (!parser.write(chunk)) await roomIn(parser)
    }
    parser.end(null)
  } catch (error) {
    parser.destroy(error as Error)
  }
}

function readEntry(entry: Source): PlainTarEntry {
  const { header } = entry as { header: Header }
  const pax = (header.pax ?? {}) as Record<string, string>
  const kind = kinds[header.type]
  if (kind === undefined) throw new Error(`unhandled tar header type of ${header.name}`)
  const number = (name: string, otherwise: number): number => {
    const value = Number(pax[name] ?? otherwise)
    return Number.isFinite(value) ? value : otherwise
  }
  const xattrs = Object.entries(pax)
    .filter(([name]) => name.startsWith(xattrPrefix))
    .map(([name, value]) => [name.slice(xattrPrefix.length), value] as const)
  return {
    name: header.name,
    kind,
    mode: (header.mode ?? 0) & 0o7777,
    uid: number('uid', header.uid),
    gid: number('gid', header.gid),
    mtime: Math.floor(number('mtime', header.mtime.getTime() / 1000) * 1000),
    size: kind === 'file' ? (header.size ?? 0) : 0,
    linkname: kind === 'link' || kind === 'symlink' ? (header.linkname ?? '') : undefined,
    device: kind === 'character' || kind === 'block' ? [header.devmajor ?? 0, header.devminor ?? 0] : undefined,
    xattrs: xattrs.length > 0 ? Object.fromEntries(xattrs) : undefined,
    body: bodyOf(entry as AsyncIterable<Uint8Array>),
  }
}

/** Fails with the same words as the archive around it. */
async function* bodyOf(entry: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* entry
  } catch (error) {
    throw tarError(error)
  }
}

function tarError(error: unknown): unknown {
  const { message } = error as Error
  if (message === 'Unexpected end of data') return new Error('unexpected EOF')
  if (/^(Invalid tar header|Invalid header|Header exceeds)/.test(message)) {
    return new Error('archive/tar: invalid tar header')
  }
  return error
}

const types: Record<TarKind, Header['type']> = {
  file: 'file',
  directory: 'directory',
  symlink: 'symlink',
  link: 'link',
  character: 'character-device',
  block: 'block-device',
  fifo: 'fifo',
}

/** bytes; headers and small files come in pieces of a few hundred, which are put together */
const chunkSize = 64 * 1024
/** the largest that a field of seven octal digits holds */
const largestId = 0o7777777
/** seconds; tar-stream writes times as 32-bit numbers */
const latestTime = 2 ** 31 - 1

/** Writes entries in their order. The same entries give the same bytes; entries are taken no faster than they are read. */
export async function* writePlainTar(entries: Iterable<TarFile> | AsyncIterable<TarFile>): AsyncGenerator<Uint8Array> {
  const { pack } = await import('tar-stream')
  const archive = pack()
  void feedPack(entries, archive)
  let small: Uint8Array[] = []
  let length = 0
  try {
    for await (const piece of archive) {
      const chunk = piece as Uint8Array
      small.push(chunk)
      length += chunk.length
      if (length < chunkSize) continue
      yield small.length === 1 ? chunk : Buffer.concat(small)
      small = []
      length = 0
    }
    if (length > 0) yield Buffer.concat(small)
  } finally {
    archive.destroy(null)
  }
}

async function feedPack(entries: Iterable<TarFile> | AsyncIterable<TarFile>, archive: Pack): Promise<void> {
  try {
    for await (const entry of entries) {
      if (archive.destroyed) return
      await writeEntry(entry, archive)
    }
    archive.finalize()
  } catch (error) {
    archive.destroy(error as Error)
  }
}

/** Resolves when the archive has taken the entry. */
async function writeEntry(entry: TarFile, archive: Pack): Promise<void> {
  let sink: Sink | undefined
  const written = new Promise<void>((resolve, reject) => {
    sink = archive.entry(headerOf(entry), (error) => (error ? reject(error) : resolve()))
    // a broken archive tells it by the callback too
    sink.on('error', () => {})
  })
  // if the body fails first nobody waits for it any more
  written.catch(() => {})
  if (entry.kind === 'file') await writeBody(sink!, entry.body ?? [], archive)
  await written
}

async function writeBody(sink: Sink, body: NonNullable<TarFile['body']>, archive: Pack): Promise<void> {
  for await (const chunk of body) {
    if (archive.destroyed) return
    if (!sink.write(chunk)) await roomIn(sink)
  }
  sink.end(null)
}

function headerOf(entry: TarFile): Parameters<Pack['entry']>[0] {
  const seconds = Math.floor(entry.mtime / 1000)
  const shown = Math.min(Math.max(seconds, 0), latestTime) * 1000
  const pax: Record<string, string> = {}
  if (seconds * 1000 !== shown) pax.mtime = `${seconds}`
  if (entry.uid > largestId) pax.uid = `${entry.uid}`
  if (entry.gid > largestId) pax.gid = `${entry.gid}`
  for (const [name, value] of Object.entries(entry.xattrs ?? {})) pax[xattrPrefix + name] = value
  return {
    name: entry.name,
    type: types[entry.kind],
    // tar-stream takes a mode of 0 for a missing one; the bit beyond the permissions is not written
    mode: entry.mode | 0o100000,
    uid: Math.min(entry.uid, largestId),
    gid: Math.min(entry.gid, largestId),
    // tar-stream asks a Date for its milliseconds and for nothing else
    mtime: { getTime: () => shown } as Header['mtime'],
    size: entry.size,
    ...(entry.linkname !== undefined && { linkname: entry.linkname }),
    ...(entry.device && { devmajor: entry.device[0], devminor: entry.device[1] }),
    ...(Object.keys(pax).length > 0 && { pax }),
  }
}
