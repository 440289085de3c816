// Path operations as one process sees them: from its working directory, with its permissions, across mounts.
import { FileError } from '../storage/file-error.ts'
import type { Attributes, Inode } from '../storage/tree.ts'
import { decode, encode } from './bytes.ts'
import { Capability, holds } from './capabilities.ts'
import type { FileAccount } from './file-account.ts'
import {
  changeAttributes,
  linkFile,
  makeNode,
  removeDirectory,
  removeTree,
  renameFile,
  unlinkFile,
} from './file-changes.ts'
import { join, type Place, type Viewer, type Walk, walk, writable } from './path-walk.ts'
import { mayAccess } from './permissions.ts'
import type { Files } from './process.ts'

/** The process whose files these are. */
export interface FilesOwner extends Viewer {
  readonly umask: number
  /** where reading and writing is noted down */
  readonly account: FileAccount
  now(): number
  /** Marks the process as the one that /proc/self means. */
  look(): void
}

export class ProcessFiles implements Files {
  private readonly owner: FilesOwner
  constructor(owner: FilesOwner) {
    this.owner = owner
  }

  private walk(path: string, follow: boolean): Walk {
    this.owner.look()
    return walk(this.owner, path, follow)
  }

  private find(path: string, follow: boolean = true): Place {
    const { place } = this.walk(path, follow)
    if (!place) throw new FileError('ENOENT', path)
    return place
  }

  stat(path: string): Inode {
    const { place, open } = this.walk(path, true)
    if (open) return open.inode()
    if (!place) throw new FileError('ENOENT', path)
    return place.node
  }

  lstat(path: string): Inode {
    return this.find(path, false).node
  }

  exists(path: string): boolean {
    try {
      this.stat(path)
      return true
    } catch (error) {
      if (error instanceof FileError) return false
      throw error
    }
  }

  access(path: string, bits: number): boolean {
    try {
      const { place, open } = this.walk(path, true)
      const node = open?.inode() ?? place?.node
      if (!node) return false
      // what leads elsewhere (a device, a socket) may be written to on what is read-only
      const isStored = node.kind === 'file' || node.kind === 'directory'
      if ((bits & 2) !== 0 && place?.mount.readonly && isStored) return false
      return mayAccess(node, bits, this.owner.user)
    } catch (error) {
      if (error instanceof FileError) return false
      throw error
    }
  }

  list(path: string): string[] {
    const place = this.find(path)
    if (place.node.kind !== 'directory') throw new FileError('ENOTDIR', path)
    if (!mayAccess(place.node, 4, this.owner.user)) throw new FileError('EACCES', path)
    const names = new Set(this.owner.mounts.namesUnder(place.path))
    for (const [name] of place.mount.tree.entries(place.ino)) names.add(name)
    return [...names].sort()
  }

  readText(path: string): string {
    return decode(this.readBytes(path))
  }

  readBytes(path: string): Uint8Array {
    const place = this.find(path)
    if (place.node.kind === 'directory') throw new FileError('EISDIR', path)
    if (!mayAccess(place.node, 4, this.owner.user)) throw new FileError('EACCES', path)
    const bytes = place.mount.tree.read(place.ino, 0, Number.MAX_SAFE_INTEGER)
    this.owner.account.read(place.mount, place.ino, 0, bytes.length)
    return bytes
  }

  writeFile(path: string, content: string | Uint8Array, mode: number = 0o666): void {
    const bytes = typeof content === 'string' ? encode(content) : content
    const found = this.walk(path, true)
    if (!found.place) {
      const { mount, ino } = makeNode(this.owner, found, path, { kind: 'file', mode, content: bytes })
      this.owner.account.wrote(mount, ino, 0, bytes.length)
      return
    }
    if (found.place.node.kind === 'directory') throw new FileError('EISDIR', path)
    const tree = this.changeable(found.place, path)
    tree.truncate(found.place.ino, 0)
    tree.write(found.place.ino, 0, bytes)
    this.owner.account.wrote(found.place.mount, found.place.ino, 0, bytes.length)
    tree.change(found.place.ino, { mtime: this.owner.now() })
  }

  private changeable(place: Place, path: string): ReturnType<typeof writable> {
    const tree = writable(place)
    if (!mayAccess(place.node, 2, this.owner.user)) throw new FileError('EACCES', path)
    return tree
  }

  makeDirectory(path: string, mode: number = 0o777): void {
    makeNode(this.owner, this.walk(path, false), path, { kind: 'directory', mode })
  }

  makeDirectories(path: string, mode: number = 0o777): void {
    const names = path.split('/').filter(Boolean)
    let at = path.startsWith('/') ? '/' : ''
    for (const name of names) {
      at = at === '' || at === '/' ? at + name : `${at}/${name}`
      const { place } = this.walk(at, true)
      if (!place) this.makeDirectory(at, mode)
      else if (place.node.kind !== 'directory') throw new FileError(at === path ? 'EEXIST' : 'ENOTDIR', at)
    }
  }

  symlink(target: string, path: string): void {
    makeNode(this.owner, this.walk(path, false), path, { kind: 'symlink', mode: 0o777, target })
  }

  /** The place of a Unix socket. */
  socket(path: string, mode: number = 0o777): void {
    makeNode(this.owner, this.walk(path, false), path, { kind: 'socket', mode })
  }

  fifo(path: string, mode: number = 0o666): void {
    makeNode(this.owner, this.walk(path, false), path, { kind: 'fifo', mode })
  }

  device(path: string, kind: 'character' | 'block', device: readonly [number, number], mode: number = 0o666): void {
    const found = this.walk(path, false)
    if (!found.place && !holds(this.owner.user, Capability.MKNOD)) throw new FileError('EPERM', path)
    makeNode(this.owner, found, path, { kind, mode, device })
  }

  link(existing: string, path: string): void {
    linkFile(this.owner, this.find(existing, false), this.walk(path, false), path)
  }

  unlink(path: string): void {
    unlinkFile(this.owner, this.walk(path, false), path)
  }

  removeDirectory(path: string): void {
    removeDirectory(this.owner, this.walk(path, false), path)
  }

  removeAll(path: string): void {
    removeTree(this.owner, this.walk(path, false), path)
  }

  rename(from: string, to: string): void {
    renameFile(this.owner, this.walk(from, false), this.walk(to, false), from, to)
  }

  truncate(path: string, size: number): void {
    const place = this.find(path)
    if (place.node.kind === 'directory') throw new FileError('EISDIR', path)
    const tree = this.changeable(place, path)
    tree.truncate(place.ino, size)
    tree.change(place.ino, { mtime: this.owner.now() })
  }

  change(path: string, attributes: Attributes, followLink: boolean = true): void {
    changeAttributes(this.owner, this.find(path, followLink), attributes, path)
  }

  readlink(path: string): string {
    const { node } = this.find(path, false)
    if (node.kind !== 'symlink') throw new FileError('EINVAL', path)
    return node.target ?? ''
  }

  realpath(path: string): string {
    return this.find(path).path
  }

  absolute(path: string): string {
    const clean: string[] = []
    for (const name of `${path.startsWith('/') ? '' : this.owner.cwd}/${path}`.split('/')) {
      if (name === '..') clean.pop()
      else if (name !== '' && name !== '.') clean.push(name)
    }
    return join('/', clean.join('/'))
  }

  mounts(): { at: string; type: string; readonly: boolean }[] {
    return this.owner.mounts.all().map(({ at, type, readonly }) => ({ at, type, readonly }))
  }
}
