// The records of a data root: one small file of JSON each, named after its key.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '../../codec/digest.ts'
import type { LiveShelf, Shelf } from '../store.ts'
import { DataRootError } from './data-root-error.ts'
import { pendingName, type RecordText, type Writer } from './saver.ts'

/** The key itself where every file system takes it as a name, else its digest. */
export function fileNameOf(key: string): string {
  return /^[a-z0-9_][a-z0-9_.-]{0,99}$/.test(key) ? key : `=${digestOf(key).slice('sha256:'.length)}`
}

/** Files of a folder by name; none if it is not there, or is none. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR'].includes(code)) return []
    throw error
  }
}

/** What is said of files that are no good. */
export type Warn = (text: string) => void

/** Reads records, and those of the last batch in the place of the files that it did not come to any more. */
export class Records {
  readonly #root: string
  readonly #warn: Warn
  readonly pending: ReadonlyMap<string, RecordText>
  /** A file could not be read, or what is in it is no good: what it named must not be taken for garbage. */
  damaged = false

  constructor(root: string, warn: Warn) {
    this.#root = root
    this.#warn = warn
    this.pending = readPending(join(root, pendingName))
  }

  /** By path. */
  in(folder: string): Map<string, unknown> {
    const records = new Map<string, unknown>()
    for (const name of filesIn(join(this.#root, folder))) {
      const path = `${folder}/${name}`
      if (name.endsWith('.json') && !this.pending.has(path)) this.#read(path, undefined, records)
    }
    for (const [path, text] of this.pending) {
      if (text !== null && path.startsWith(`${folder}/`)) this.#read(path, text, records)
    }
    return records
  }

  one(path: string): unknown {
    const records = new Map<string, unknown>()
    const text = this.pending.get(path)
    if (text !== null) this.#read(path, text, records)
    return records.get(path)
  }

  refuse(path: string, reason: unknown): void {
    this.damaged = true
    this.#warn(`${join(this.#root, path)} is left out: ${reason instanceof Error ? reason.message : String(reason)}`)
  }

  #read(path: string, text: string | undefined, into: Map<string, unknown>): void {
    try {
      into.set(path, JSON.parse(text ?? readFileSync(join(this.#root, path), 'utf8')))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.refuse(path, error)
    }
  }
}

function readPending(path: string): Map<string, RecordText> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
  try {
    return new Map(JSON.parse(text) as [string, RecordText][])
  } catch (error) {
    throw new DataRootError(
      `${path} is damaged (${(error as Error).message}): delete it to start without the last changes`,
    )
  }
}

/** Where the records of earlier runs are. */
export type RecordSource = Pick<Records, 'in' | 'refuse' | 'damaged'>

/** The shelf of a folder. */
interface PassingShelf extends LiveShelf {
  /** Once the records of before are taken over they are no more. */
  drop(): void
}

/** Records that count for one start. */
export function passingShelf(folder: string, saver: Writer, records: RecordSource): PassingShelf {
  const known = records.in(folder)
  const pathOf = (key: string): string => `${folder}/${fileNameOf(key)}.json`
  return {
    goesOn: known.size > 0,
    put: (key, read) => saver.put(pathOf(key), read),
    get: (key) => known.get(pathOf(key)),
    drop() {
      for (const path of known.keys()) saver.drop(path)
    },
  }
}

export function recordShelf(folder: string, saver: Writer, records: RecordSource): Shelf {
  const known = records.in(folder)
  const pathOf = (key: string): string => `${folder}/${fileNameOf(key)}.json`
  return {
    put: (key, read) => saver.put(pathOf(key), read),
    delete: (key) => saver.drop(pathOf(key)),
    all: () => known.values(),
    refuse: (key, reason) => records.refuse(pathOf(key), reason),
  }
}
