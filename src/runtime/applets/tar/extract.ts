// tar x and t: unpacks and lists archives.
import { type PlainTarEntry, readPlainTar } from '../../../codec/plain-tar.ts'
import type { TarHeader } from '../../../codec/tar.ts'
import { FileError } from '../../../storage/file-error.ts'
import type { Process } from '../../process.ts'
import { namer } from '../accounts.ts'
import { Compression, compressed } from '../compression.ts'
import { modeLetters } from '../inode-text.ts'
import { Complaint, complain, reason } from '../report.ts'
import { strftime } from '../strftime.ts'
import { enter } from './create.ts'
import { isExcluded, type TarJob } from './options.ts'
import { readInTurn, Turns } from './turns.ts'

/** The bytes of an archive, unpacked if they begin like gzip. */
async function* archiveBytes(
  process: Process,
  descriptor: number,
  turns: Turns,
  gzip: boolean,
): AsyncGenerator<Uint8Array> {
  const chunks = readInTurn(process, descriptor, turns)
  const first = await chunks.next()
  if (first.done) throw new Complaint('short read')
  const all = (async function* () {
    yield first.value
    yield* chunks
  })()
  const packed = gzip || (first.value[0] === 0x1f && first.value[1] === 0x8b)
  yield* packed ? compressed(all, Compression.gunzip()) : all
}

/** A member's name as it is used: without leading slashes, and without the parts that are stripped. */
function placeOf(name: string, strip: number): string | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw new Complaint(`name with '..' skipped: '${name}'`)
  const rest = parts.slice(strip)
  return rest.length > 0 ? rest.join('/') : undefined
}

const plain = (text: string) => text.replace(/\/+$/, '').replace(/^\.\//, '')

function isNamed(name: string, wanted: string): boolean {
  return plain(name) === plain(wanted) || plain(name).startsWith(`${plain(wanted)}/`)
}

class Unpacker {
  failed = false
  readonly #process: Process
  readonly #job: TarJob
  readonly #turns: Turns
  readonly #names: ReturnType<typeof namer>
  /** modes and times of directories, set when all that is in them is there */
  readonly #directories: { readonly path: string; readonly header: TarHeader }[] = []
  readonly #seen = new Set<string>()

  constructor(process: Process, job: TarJob, turns: Turns) {
    this.#process = process
    this.#job = job
    this.#turns = turns
    this.#names = namer(process)
  }

  async entry(entry: PlainTarEntry): Promise<void> {
    const job = this.#job
    const named = job.names.filter((name) => isNamed(entry.name, name))
    if (isExcluded(job, entry.name) || (job.names.length > 0 && named.length === 0)) return
    for (const name of named) this.#seen.add(name)
    if (job.action === 't') {
      await this.#print(1, job.verbose ? this.#listed(entry) : `${entry.name}\n`)
      return
    }
    if (job.verbose) await this.#print(job.toOutput ? 2 : 1, `${entry.name}\n`)
    if (job.toOutput) {
      for await (const chunk of entry.body) await this.#print(1, chunk)
      return
    }
    try {
      await this.#unpack(entry)
    } catch (error) {
      const words = error instanceof Complaint ? error.message : `can't create '${entry.name}': ${reason(error)}`
      await this.#turns.take(() => complain(this.#process, words))
      this.failed = true
    }
  }

  #print(descriptor: number, data: Uint8Array | string): Promise<void> {
    return this.#turns.take(() => this.#process.write(descriptor, data))
  }

  #listed(entry: PlainTarEntry): string {
    const letters = modeLetters({ kind: entry.kind === 'link' ? 'file' : entry.kind, mode: entry.mode })
    const owner = `${this.#names.user(entry.uid) ?? entry.uid}/${this.#names.group(entry.gid) ?? entry.gid}`
    const link = entry.linkname === undefined ? '' : ` -> ${entry.linkname}`
    const time = strftime('%Y-%m-%d %H:%M:%S', entry.mtime)
    return `${letters} ${owner} ${String(entry.size).padStart(9)} ${time} ${entry.name}${link}\n`
  }

  async #unpack(entry: PlainTarEntry): Promise<void> {
    const { files } = this.#process
    const { strip } = this.#job
    const path = placeOf(entry.name, strip)
    if (path === undefined) return
    const slash = path.lastIndexOf('/')
    if (slash > 0) files.makeDirectories(path.slice(0, slash))
    if (entry.kind === 'directory') {
      if (!files.exists(path)) files.makeDirectory(path, 0o700)
      this.#directories.push({ path, header: entry })
      return
    }
    if (this.#job.keep && files.exists(path)) throw new FileError('EEXIST', path)
    this.#clear(path)
    if (entry.kind === 'symlink') files.symlink(entry.linkname ?? '', path)
    else if (entry.kind === 'link') files.link(placeOf(entry.linkname ?? '', strip) ?? '', path)
    else if (entry.kind === 'fifo') files.fifo(path)
    else if (entry.kind === 'file') await this.#write(entry, path)
    else throw new FileError('EPERM', path)
    if (entry.kind !== 'link') this.#settle(path, entry)
  }

  async #write(entry: PlainTarEntry, path: string): Promise<void> {
    const output = this.#process.open(path, { write: true, create: true, truncate: true, mode: 0o600 })
    try {
      for await (const chunk of entry.body) await this.#print(output, chunk.slice())
    } finally {
      this.#process.close(output)
    }
  }

  #clear(path: string): void {
    try {
      this.#process.files.unlink(path)
    } catch (error) {
      if (!(error instanceof FileError) || error.code !== 'ENOENT') throw error
    }
  }

  /** Owner (only root may give files away), mode and time. */
  #settle(path: string, { kind, uid, gid, mode, mtime }: TarHeader): void {
    const { files, user } = this.#process
    const follow = kind !== 'symlink'
    if (user.uid === 0 && !this.#job.ownFiles) files.change(path, { uid, gid }, follow)
    files.change(path, { ...(follow && { mode }), ...(!this.#job.touch && { mtime }) }, follow)
  }

  async finish(): Promise<void> {
    for (const { path, header } of this.#directories.reverse()) this.#settle(path, header)
    for (const name of this.#job.names) {
      if (this.#seen.has(name)) continue
      await complain(this.#process, `${name}: not found in archive`)
      this.failed = true
    }
  }
}

/** Returns the exit code. */
export async function readArchive(process: Process, job: TarJob): Promise<number> {
  let descriptor = 0
  if (job.file !== '-') {
    try {
      descriptor = process.open(job.file, { read: true })
    } catch (error) {
      throw new Complaint(`can't open '${job.file}': ${reason(error)}`)
    }
  }
  if (job.directory !== undefined) process.cwd = enter(process, job.directory)
  const turns = new Turns()
  const unpacker = new Unpacker(process, job, turns)
  try {
    for await (const entry of readPlainTar(archiveBytes(process, descriptor, turns, job.gzip)))
      await unpacker.entry(entry)
  } catch (error) {
    if (error instanceof Error && error.message === 'unexpected EOF') throw new Complaint('short read')
    if (error instanceof Error && error.message.startsWith('archive/tar:')) throw new Complaint('invalid tar magic')
    throw error
  }
  await unpacker.finish()
  return unpacker.failed ? 1 : 0
}
