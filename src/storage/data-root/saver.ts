// Saves what changed. Small records of one moment reach the disk together or not at all; large files come before them.
import { dirname, join } from 'node:path'
import type { HostFiles, Piece } from './host-files.ts'

/** The content of a large file. Asked for at the moment of the records that are saved with it. */
export interface FileSource {
  /** Its bytes, … */
  readonly pieces?: AsyncIterable<Piece> | Iterable<Piece>
  /** … or a file on the same disk that becomes it. */
  readonly from?: string
  /** Asked right before it comes to its place; it does if left out. */
  isWanted?(): boolean
  /** It is in its place. */
  placed?(): void
  /** It has been written, or could not be. */
  done?(): void
}

/** What a batch of records is called until each of them has come to its place. */
export const pendingName = 'pending.json'

/** `null` for a record that is gone. */
export type RecordText = string | null

/** Where changes are told to, whatever becomes of them. */
export type Writer = Pick<Saver, 'put' | 'drop' | 'putFile' | 'dropFile' | 'append'>

interface Batch {
  readonly records: Map<string, () => RecordText>
  readonly files: Map<string, (() => FileSource) | null>
  readonly appends: Map<string, Uint8Array[]>
}

/**
 * A change is told at once and costs next to nothing; `save` writes what was told until then. Paths lie under the data
 * root. At any instant the disk holds the records of one moment: a batch of several is first written as one file.
 */
export class Saver {
  readonly #root: string
  readonly #files: HostFiles
  readonly #later: (save: () => void) => void
  #batch: Batch = newBatch()
  #planned = false
  #closed = false
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined
  #temporary = 0

  /** `later` runs what it is given after a while: what nobody waits for is saved then. */
  constructor(root: string, files: HostFiles, later: (save: () => void) => void) {
    this.#root = root
    this.#files = files
    this.#later = later
  }

  /** A record has changed: `read` gives it when it is saved, so that many changes may cost one. */
  put(path: string, read: () => unknown): void {
    this.#batch.records.set(path, () => JSON.stringify(read()))
    this.#plan()
  }

  drop(path: string): void {
    this.#batch.records.set(path, () => null)
    this.#plan()
  }

  /** Records of a batch that an earlier run did not bring to their places. */
  recover(records: Iterable<readonly [string, RecordText]>): void {
    for (const [path, text] of records) {
      this.#batch.records.set(path, () => text)
      this.#plan()
    }
  }

  /** A large file is to be there before the records that are saved with it. */
  putFile(path: string, open: () => FileSource): void {
    this.#batch.files.set(path, open)
    this.#plan()
  }

  /** It goes after them. */
  dropFile(path: string): void {
    this.#batch.files.set(path, null)
    this.#batch.appends.delete(path)
    this.#plan()
  }

  /** Bytes behind those that a file has. They are not synced: dockerd does not sync logs either. */
  append(path: string, bytes: Uint8Array): void {
    const waiting = this.#batch.appends.get(path)
    if (waiting) waiting.push(bytes)
    else this.#batch.appends.set(path, [bytes])
    this.#plan()
  }

  /** Resolves when all that was told is on the disk; undefined if it is there already. Rejects when it cannot be. */
  save(): Promise<void> | undefined {
    if (isEmpty(this.#batch)) return this.#running
    this.#next ??= this.#begin()
    return this.#next
  }

  /** Saves, and writes nothing more afterwards. */
  async close(): Promise<void> {
    this.#closed = true
    await this.save()
  }

  #plan(): void {
    if (this.#planned || this.#closed) return
    this.#planned = true
    this.#later(() => {
      this.#planned = false
      if (this.#closed) return
      // a client who asks for something hears what is wrong with the disk
      this.save()?.catch(() => {})
    })
  }

  /** Writes one large file now, beside the batches. */
  async writeFile(path: string, source: FileSource): Promise<void> {
    try {
      await this.#place(path, source)
      await this.#files.syncFolder(dirname(join(this.#root, path)))
    } finally {
      source.done?.()
    }
  }

  async #begin(): Promise<void> {
    // who waits for the batch before hears of its failure; what it held is in the next one
    await this.#running?.catch(() => {})
    this.#next = undefined
    const running = this.#write()
    this.#running = running
    try {
      await running
    } finally {
      // the next one may have begun
      if (this.#running === running) this.#running = undefined
    }
  }

  async #write(): Promise<void> {
    const batch = this.#batch
    this.#batch = newBatch()
    const records = [...batch.records].map(([path, read]) => [path, read()] as const)
    const sources: (readonly [string, FileSource])[] = []
    try {
      for (const [path, open] of batch.files) if (open) sources.push([path, open()])
      await this.#writeFiles(sources)
      await this.#writeRecords(records)
      for (const [path, open] of batch.files) if (!open) await this.#files.remove(join(this.#root, path))
      await this.#writeAppends(batch.appends)
    } catch (error) {
      this.#takeBack(batch, records)
      throw error
    } finally {
      for (const [, source] of sources) source.done?.()
    }
  }

  async #writeFiles(sources: readonly (readonly [string, FileSource])[]): Promise<void> {
    const folders = new Set<string>()
    for (const [path, source] of sources) {
      await this.#place(path, source)
      folders.add(dirname(join(this.#root, path)))
    }
    await Promise.all([...folders].map((folder) => this.#files.syncFolder(folder)))
  }

  async #writeRecords(records: readonly (readonly [string, RecordText])[]): Promise<void> {
    if (records.length === 0) return
    if (records.length > 1) {
      await this.#place(pendingName, { pieces: [Buffer.from(JSON.stringify(records))] })
      await this.#files.syncFolder(this.#root)
    }
    await Promise.all(
      records.map(([path, text]) =>
        text === null
          ? this.#files.remove(join(this.#root, path))
          : this.#place(path, { pieces: [Buffer.from(`${text}\n`)] }),
      ),
    )
    const folders = new Set(records.map(([path]) => dirname(join(this.#root, path))))
    await Promise.all([...folders].map((folder) => this.#files.syncFolder(folder)))
    if (records.length === 1) return
    await this.#files.remove(join(this.#root, pendingName))
    // else a power cut could bring it back, over what is saved next
    await this.#files.syncFolder(this.#root)
  }

  /** Under another name first, so that it is there as a whole or not at all. */
  async #place(path: string, { pieces, from, placed, isWanted }: FileSource): Promise<void> {
    const temporary = from ?? join(this.#root, 'tmp', `${++this.#temporary}`)
    if (pieces) await this.#files.write(temporary, pieces)
    await this.#files.sync(temporary)
    if (isWanted?.() === false) return this.#files.remove(temporary)
    await this.#files.rename(temporary, join(this.#root, path))
    placed?.()
  }

  async #writeAppends(appends: Batch['appends']): Promise<void> {
    for (const [path, pieces] of appends) {
      appends.delete(path)
      await this.#files.append(join(this.#root, path), Buffer.concat(pieces))
    }
  }

  /** What could not be written is written with the next batch, unless it has changed again. */
  #takeBack(failed: Batch, records: readonly (readonly [string, RecordText])[]): void {
    const later = this.#batch
    for (const [path, text] of records) if (!later.records.has(path)) later.records.set(path, () => text)
    for (const [path, open] of failed.files) if (!later.files.has(path)) later.files.set(path, open)
    for (const [path, pieces] of failed.appends) {
      later.appends.set(path, [...pieces, ...(later.appends.get(path) ?? [])])
    }
  }
}

const newBatch = (): Batch => ({ records: new Map(), files: new Map(), appends: new Map() })

const isEmpty = ({ records, files, appends }: Batch): boolean =>
  records.size === 0 && files.size === 0 && appends.size === 0
