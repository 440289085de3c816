// A tree as one file: the bytes of its files one after the other, then the list of what is in it, then where that begins.

import { type FileBytes, partOf, type Range } from '../bytes.ts'
import { FileError } from '../file-error.ts'
import { removeAll } from '../remove.ts'
import type { Inode, NewInode, Tree, WritableTree } from '../tree.ts'
import type { Piece } from './host-files.ts'

/** Where the bytes of a file lie; those of a sparse one in pieces: at what place of it, where, how many. */
export type Place = number | readonly (readonly [at: number, place: number, size: number])[]

/** One thing in a tree. Of what is there below already, an entry says how it is from now on. */
export interface ListedEntry extends Omit<NewInode, 'content'> {
  /** names with `/` between them; empty for the root */
  readonly path: string
  /** bytes of a file, and where they begin */
  readonly size?: number
  readonly at?: Place
  /** Its bytes themselves, in base64, where they lie nowhere else. */
  readonly bytes?: string
  /** A file that has the bytes of the one below. */
  readonly kept?: true
  /** It is one more name for what is listed at this path. */
  readonly linkTo?: string
  /** A directory that is not the one below of that name. */
  readonly fresh?: true
}

/** What makes a tree out of the one below it. */
export interface TreeList {
  /** paths of what is there below, and is gone */
  readonly gone: readonly string[]
  readonly entries: readonly ListedEntry[]
}

/** What is listed, and the inodes whose bytes go with it, in the order of the list. */
export interface Listing {
  readonly list: TreeList
  readonly files: readonly { readonly ino: number; readonly ranges: readonly Range[] }[]
}

/**
 * What `now` has that `old` has not. With `placeOf` the bytes of a new file lie somewhere already, and no file of `old` has
 * got others; else they are to come one after the other. Nothing else runs meanwhile: the list is of one moment.
 */
export function listTree(old: Tree | undefined, now: Tree, placeOf?: (ino: number) => Place | undefined): Listing {
  const gone: string[] = []
  const entries: ListedEntry[] = []
  const files: { ino: number; ranges: readonly Range[] }[] = []
  const links = new Map<number, string>()
  let position = 0

  /** Puts what a file holds behind what came before. */
  const append = (ino: number, size: number): Place => {
    const ranges = now.stored?.(ino) ?? [[0, size] as const]
    files.push({ ino, ranges })
    const first = position
    const places = ranges.map(([begin, end]) => {
      const place = [begin, position, end - begin] as const
      position += end - begin
      return place
    })
    return places.length === 1 && places[0]![2] === size ? first : places
  }
  const bytesOf = (ino: number, size: number, same: boolean): Partial<ListedEntry> => {
    if (size === 0) return {}
    const at = placeOf ? placeOf(ino) : append(ino, size)
    if (at !== undefined) return { size, at }
    return same ? { kept: true } : { bytes: readAll(reader(now, ino, size)).toString('base64') }
  }
  const add = (ino: number, inode: Inode, path: string, same: boolean, fresh: boolean): void => {
    const linkTo = links.get(ino)
    if (inode.kind !== 'directory' && inode.links > 1) links.set(ino, linkTo ?? path)
    entries.push({
      path,
      ...attributesOf(inode),
      ...(linkTo === undefined ? inode.kind === 'file' && bytesOf(ino, inode.size, same) : { linkTo }),
      ...(fresh && { fresh }),
    })
  }
  const compare = (oldDirectory: number | undefined, directory: number, prefix: string): void => {
    const before = new Map(old === undefined || oldDirectory === undefined ? [] : old.entries(oldDirectory))
    for (const [name, ino] of now.entries(directory)) {
      const path = prefix + name
      const same = before.get(name) === ino
      const replaced = before.delete(name) && !same
      const inode = now.stat(ino)
      // trees give the same value for what nobody has touched
      if (!same || old!.stat(ino) !== inode) add(ino, inode, path, same, replaced)
      if (inode.kind === 'directory') compare(same ? ino : undefined, ino, `${path}/`)
    }
    for (const name of before.keys()) gone.push(prefix + name)
  }
  const root = now.stat(now.root)
  if (old?.stat(old.root) !== root) add(now.root, root, '', true, false)
  compare(old?.root, now.root, '')
  return { list: { gone, entries }, files }
}

const reader = (tree: Tree, ino: number, size: number): FileBytes => ({
  size,
  read: (position, length) => tree.read(ino, position, length),
})

function attributesOf({ kind, mode, uid, gid, mtime, target, device, xattrs }: Inode): Omit<NewInode, 'content'> {
  return {
    kind,
    mode,
    mtime,
    ...(uid !== 0 && { uid }),
    ...(gid !== 0 && { gid }),
    ...(target !== undefined && { target }),
    ...(device && { device }),
    ...(xattrs && { xattrs }),
  }
}

/** Makes the tree again: to be given the tree below it, and the bytes that the entries say are somewhere. */
export function fillTree(tree: WritableTree, { gone, entries }: TreeList, bytes: FileBytes): void {
  for (const path of gone) {
    const [directory, name] = find(tree, path)
    removeAll(tree, directory, name)
  }
  for (const entry of entries) place(tree, entry, bytes)
}

function place(tree: WritableTree, entry: ListedEntry, bytes: FileBytes): void {
  const { path, size, at, bytes: own, kept, linkTo, fresh, ...init } = entry
  const [directory, name] = path === '' ? [tree.root, ''] : find(tree, path)
  const existing = path === '' ? tree.root : tree.lookup(directory, name)
  if (existing !== undefined) {
    if (path === '' || kept || (init.kind === 'directory' && !fresh)) {
      change(tree, existing, init)
      return
    }
    removeAll(tree, directory, name)
  }
  if (linkTo !== undefined) {
    const [there, first] = find(tree, linkTo)
    tree.link(directory, name, lookUp(tree, there, first, linkTo))
  } else if (own !== undefined) tree.create(directory, name, { ...init, content: Buffer.from(own, 'base64') })
  else if (size === undefined || at === undefined) tree.create(directory, name, init)
  else if (typeof at === 'number') tree.create(directory, name, { ...init, content: partOf(bytes, at, size) })
  else {
    const ino = tree.create(directory, name, init)
    tree.truncate(ino, size)
    writePieces(tree, ino, at, bytes)
  }
}

/** Written anew, so that holes take no room of the disk. */
function writePieces(tree: WritableTree, ino: number, pieces: Exclude<Place, number>, bytes: FileBytes): void {
  for (const [at, place, size] of pieces) {
    for (let done = 0; done < size; ) {
      const piece = bytes.read(place + done, Math.min(chunkSize, size - done))
      tree.write(ino, at + done, piece)
      done += piece.length
    }
  }
}

function change(tree: WritableTree, ino: number, { mode, uid = 0, gid = 0, mtime, xattrs }: NewInode): void {
  tree.change(ino, { mode, uid, gid, mtime, ...(xattrs && { xattrs }) })
}

/** The directory that holds the last name of a path. */
function find(tree: Tree, path: string): [directory: number, name: string] {
  const names = path.split('/')
  const name = names.pop()!
  let directory = tree.root
  for (const one of names) directory = lookUp(tree, directory, one, path)
  return [directory, name]
}

function lookUp(tree: Tree, directory: number, name: string, path: string): number {
  const ino = tree.lookup(directory, name)
  if (ino === undefined) throw new FileError('ENOENT', path)
  return ino
}

/** bytes that are read at a time */
const chunkSize = 256 * 1024
const mark = 'mockerd tree 1\n'

/** The whole file. A file of the tree that is written to meanwhile keeps the size that it has in the list. */
export function* savedPieces(tree: Tree, { list, files }: Listing): Generator<Piece> {
  for (const { ino, ranges } of files) for (const range of ranges) yield* piecesOf(tree, ino, range)
  const text = Buffer.from(JSON.stringify(list))
  yield text
  yield Buffer.from(`\n${String(text.length).padStart(16)}${mark}`)
}

function* piecesOf(tree: Tree, ino: number, [begin, end]: Range): Generator<Piece> {
  for (let position = begin; position < end; ) {
    const wanted = Math.min(chunkSize, end - position)
    const bytes = readOrNothing(tree, ino, position, wanted)
    yield isZero(bytes) ? bytes.length || wanted : bytes
    position += bytes.length || wanted
  }
}

const zeros = Buffer.alloc(chunkSize)

/** Nothing at all, too: what was cut off meanwhile. */
const isZero = (bytes: Uint8Array): boolean => zeros.subarray(0, bytes.length).equals(bytes)

function readOrNothing(tree: Tree, ino: number, position: number, length: number): Uint8Array {
  try {
    return tree.read(ino, position, length)
  } catch (error) {
    if (error instanceof FileError) return new Uint8Array(0)
    throw error
  }
}

/** Reads the list out of a file; throws an Error when it is none. */
export function readList(file: FileBytes): TreeList {
  const end = 1 + 16 + mark.length
  const tail = Buffer.from(file.read(file.size - end, end)).toString('latin1')
  const length = Number(tail.slice(1, 17))
  if (!tail.endsWith(mark) || !Number.isInteger(length)) throw new Error('it does not end as a tree does')
  return parseList(readAll(partOf(file, file.size - end - length, length)).toString('utf8'))
}

export function parseList(text: string): TreeList {
  const list: unknown = JSON.parse(text)
  const { gone, entries } = (list ?? {}) as Partial<TreeList>
  if (!Array.isArray(gone) || !Array.isArray(entries)) throw new Error('it holds no list of a tree')
  return { gone, entries }
}

function readAll(bytes: FileBytes): Buffer {
  const pieces: Uint8Array[] = []
  for (let done = 0; done < bytes.size; ) {
    const piece = bytes.read(done, bytes.size - done)
    if (piece.length === 0) throw new Error('it is cut short')
    pieces.push(piece)
    done += piece.length
  }
  return Buffer.concat(pieces)
}
