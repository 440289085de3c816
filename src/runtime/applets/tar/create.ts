// tar c: packs files.
import { writePlainTar } from '../../../codec/plain-tar.ts'
import type { TarFile } from '../../../codec/tar.ts'
import type { Inode } from '../../../storage/tree.ts'
import type { Process } from '../../process.ts'
import { Compression, compressed } from '../compression.ts'
import { Complaint, complain, reason } from '../report.ts'
import { isExcluded, type TarJob } from './options.ts'
import { readInTurn, Turns } from './turns.ts'

class Packer {
  failed = false
  readonly #process: Process
  readonly #job: TarJob
  readonly #turns: Turns
  /** files with several names: the name that they were packed under */
  readonly #packed = new Map<number, string>()
  /** the archive itself is not packed */
  readonly #own: number | undefined
  #stripped = false

  constructor(process: Process, job: TarJob, turns: Turns, own: number | undefined) {
    this.#process = process
    this.#job = job
    this.#turns = turns
    this.#own = own
  }

  async #memberName(path: string): Promise<string> {
    const name = path.replace(/^(\.\.\/|\/)+/, '')
    if (name !== path && path.startsWith('/') && !this.#stripped) {
      this.#stripped = true
      await this.#complain(`removing leading '/' from member names`)
    }
    return name
  }

  /** The entries of a path and of all below it. */
  async *entries(path: string): AsyncGenerator<TarFile> {
    const { files } = this.#process
    if (isExcluded(this.#job, path)) return
    let inode: Inode
    let names: string[] = []
    try {
      inode = this.#job.follow ? files.stat(path) : files.lstat(path)
      if (inode.kind === 'directory') names = files.list(path)
    } catch (error) {
      await this.#refuse(path, error)
      return
    }
    if (inode.ino === this.#own || inode.kind === 'socket') return
    const name = await this.#memberName(path)
    if (name !== '') yield* this.#entry(path, name, inode)
    const prefix = path.endsWith('/') ? path : `${path}/`
    for (const each of names) yield* this.entries(prefix + each)
    await this.#turns.take(() => this.#process.tick())
  }

  async #refuse(path: string, error: unknown): Promise<void> {
    await this.#complain(`${path}: ${reason(error)}`)
    this.failed = true
  }

  #complain(message: string): Promise<void> {
    return this.#turns.take(() => complain(this.#process, message))
  }

  async *#entry(path: string, plain: string, inode: Inode): AsyncGenerator<TarFile> {
    const { kind, mode, uid, gid, mtime } = inode
    const name = kind === 'directory' && !plain.endsWith('/') ? `${plain}/` : plain
    const header = { name, mode, uid, gid, mtime, size: 0 }
    if (this.#job.verbose) {
      await this.#turns.take(() => this.#process.write(this.#job.file === '-' ? 2 : 1, `${name}\n`))
    }
    if (kind === 'symlink') yield { ...header, kind, linkname: inode.target ?? '' }
    else if (kind !== 'file') {
      if (kind !== 'socket') yield { ...header, kind, device: inode.device }
    } else {
      const first = inode.links > 1 ? this.#packed.get(inode.ino) : undefined
      if (first !== undefined) {
        yield { ...header, kind: 'link', linkname: first }
        return
      }
      this.#packed.set(inode.ino, name)
      let input: number
      try {
        input = this.#process.open(path, { read: true })
      } catch (error) {
        await this.#refuse(path, error)
        return
      }
      yield { ...header, kind, size: inode.size, body: this.#content(path, input, inode.size) }
      this.#process.close(input)
    }
  }

  /** Exactly as many bytes as the header says, even if the file changes meanwhile. */
  async *#content(path: string, input: number, size: number): AsyncGenerator<Uint8Array> {
    let left = size
    for await (const chunk of left > 0 ? readInTurn(this.#process, input, this.#turns) : []) {
      const wanted = chunk.slice(0, left)
      left -= wanted.length
      yield wanted
      if (left === 0) return
    }
    if (left === 0) return
    await this.#complain(`short read from '${path}'`)
    this.failed = true
    for (; left > 0; left -= Math.min(left, 65_536)) yield new Uint8Array(Math.min(left, 65_536))
  }
}

/** Returns the exit code. */
export async function createArchive(process: Process, job: TarJob): Promise<number> {
  if (job.names.length === 0) throw new Complaint('empty archive')
  const output = job.file === '-' ? 1 : process.open(job.file, { write: true, create: true, truncate: true })
  const own = job.file === '-' ? undefined : process.files.stat(job.file).ino
  if (job.directory !== undefined) process.cwd = enter(process, job.directory)
  const turns = new Turns()
  const packer = new Packer(process, job, turns, own)
  const archive = writePlainTar(
    (async function* () {
      for (const name of job.names) yield* packer.entries(name)
    })(),
  )
  for await (const chunk of job.gzip ? compressed(archive, Compression.gzip(6)) : archive) {
    await turns.take(() => process.write(output, chunk))
  }
  if (output !== 1) process.close(output)
  if (packer.failed) await complain(process, 'error exit delayed from previous errors')
  return packer.failed ? 1 : 0
}

/** The absolute path of a directory to work in; complains if it is none. */
export function enter(process: Process, directory: string): string {
  try {
    const place = process.files.realpath(directory)
    if (process.files.stat(place).kind === 'directory') return place
  } catch (error) {
    throw new Complaint(`can't change directory to '${directory}': ${reason(error)}`)
  }
  throw new Complaint(`can't change directory to '${directory}': Not a directory`)
}
