// The files of a declared image as entries of a layer.
import { Buffer } from 'node:buffer'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { LayerEntry } from '../../registry/recipe.ts'
import { directory, file, type Owner, symlink } from '../parts/entries.ts'
import type { FileDeclaration, ImageDeclaration } from './image-declaration.ts'

type Files = NonNullable<ImageDeclaration['files']>

/** A file of a declaration cannot be had: the name it goes by, and why. */
export class FileProblem extends Error {
  readonly path: string
  constructor(path: string, message: string) {
    super(message)
    this.path = path
  }
}

const kinds = ['text', 'base64', 'from', 'link', 'directory'] as const

/**
 * Reads what a declaration takes from files beside it, so that it needs them no more. Throws a FileProblem, also for a
 * file that says nothing or too much of what it is.
 *
 * @param place the directory that `from` begins at
 */
export function withContents(files: Files, place: string): Files {
  const read: Record<string, string | Uint8Array | FileDeclaration> = {}
  for (const [path, declared] of Object.entries(files)) {
    if (typeof declared === 'string' || declared instanceof Uint8Array) read[path] = declared
    else {
      const told = kinds.filter((kind) => declared[kind] !== undefined)
      if (told.length !== 1) throw new FileProblem(path, `must have exactly one of ${kinds.join(', ')}`)
      if (declared.from === undefined) read[path] = declared
      else Object.assign(read, taken(path, resolve(place, declared.from), declared))
    }
  }
  return read
}

/** A file or a directory with all that is in it; a name that ends in a slash keeps the name of the file. */
function taken(path: string, source: string, declared: FileDeclaration): Record<string, FileDeclaration> {
  const { from, ...more } = declared
  try {
    const { mode } = statSync(source)
    const target = path.endsWith('/') ? `${path}${basename(source)}` : path
    if (!statSync(source).isDirectory()) {
      const bits = more.mode ?? (mode & 0o111 ? '0755' : '0644')
      return { [target]: { ...more, mode: bits, base64: readFileSync(source).toString('base64') } }
    }
    const inside = readdirSync(source).sort()
    const root = path.replace(/\/+$/, '')
    return Object.assign(
      { [root]: { directory: true, ...(more.owner !== undefined && { owner: more.owner }) } },
      ...inside.map((name) => taken(`${root}/${name}`, join(source, name), declared)),
    )
  } catch (error) {
    if (error instanceof FileProblem) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new FileProblem(path, code === 'ENOENT' ? `comes from ${source}, which is not there` : String(error))
  }
}

/** Entries of what `withContents` has read. */
export const fileEntries = (files: Files): LayerEntry[] =>
  Object.entries(files).map(([path, declared]) => entryOf(path.replace(/^\/+|\/+$/g, ''), declared))

function entryOf(path: string, declared: string | Uint8Array | FileDeclaration): LayerEntry {
  if (typeof declared === 'string' || declared instanceof Uint8Array) return file(path, declared)
  const { text = '', base64, link, mode, owner } = declared
  if (link !== undefined) return symlink(path, link)
  const bits = mode === undefined ? undefined : Number.parseInt(mode, 8)
  if (declared.directory) return directory(path, bits, ownerOf(owner))
  return file(path, base64 === undefined ? text : Buffer.from(base64, 'base64'), bits, ownerOf(owner))
}

function ownerOf(text: string | undefined): Owner | undefined {
  if (text === undefined) return undefined
  const [uid = 0, gid = uid] = text.split(':').map(Number)
  return { uid, gid }
}
