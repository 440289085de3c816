// open(2): from a path to an open file of the right kind.
import { FileError } from '../storage/file-error.ts'
import type { Inode, Tree } from '../storage/tree.ts'
import { type DeviceHost, openDevice } from './devices.ts'
import { makeNode } from './file-changes.ts'
import type { FilesOwner } from './files.ts'
import type { OpenFile } from './open-file.ts'
import { isLive, type Place, walk, writable } from './path-walk.ts'
import { mayAccess } from './permissions.ts'
import { Pipe, PipeBoth, PipeReader, PipeWriter } from './pipe.ts'
import type { OpenMode } from './process.ts'
import { DirectoryFile, TreeFile } from './tree-file.ts'

/** Who opens, with what devices and fifos need. */
export interface Opener extends FilesOwner, DeviceHost {
  readonly fifos: Fifos
  /** the clock of files that outlive the process */
  readonly clock: () => number
}

/** Throws ENOENT, EEXIST, EISDIR, EACCES, EROFS, ENXIO and what a walk throws. */
export function openPath(who: Opener, path: string, mode: OpenMode): OpenFile {
  who.look()
  const found = walk(who, path, !mode.exclusive)
  if (found.open) return found.open.share()
  if (found.place) return openPlace(who, found.place, path, mode)
  if (!mode.create) throw new FileError('ENOENT', path)
  if (path.endsWith('/')) throw new FileError('EISDIR', path)
  const made = makeNode(who, found, path, { kind: 'file', mode: mode.mode ?? 0o666 })
  return new TreeFile(made, mode, who.clock, who.account)
}

function openPlace(who: Opener, place: Place, path: string, mode: OpenMode): OpenFile {
  if (mode.create && mode.exclusive) throw new FileError('EEXIST', path)
  const writes = Boolean(mode.write || mode.append)
  const { node } = place
  checkMode(who, node, path, mode, writes)
  const live = isLive(place.mount.tree) ? place.mount.tree.openLive(place.ino, mode) : undefined
  if (live) return live
  switch (node.kind) {
    case 'directory':
      return new DirectoryFile(place)
    case 'character':
      return openDevice(place.path, node, who)
    case 'fifo':
      return openFifo(who.fifos.of(place.mount.tree, place.ino), place.path, Boolean(mode.read), writes)
    case 'file':
      if (writes) {
        const tree = writable(place)
        if (mode.truncate && node.size > 0) {
          tree.truncate(place.ino, 0)
          tree.change(place.ino, { mtime: who.now() })
        }
      }
      return new TreeFile(place, mode, who.clock, who.account)
    default:
      throw new FileError('ENXIO', path)
  }
}

function checkMode(who: Opener, node: Inode, path: string, mode: OpenMode, writes: boolean): void {
  if (node.kind === 'directory' && (writes || mode.create)) throw new FileError('EISDIR', path)
  const bits = (mode.read ? 4 : 0) | (writes ? 2 : 0)
  if (!mayAccess(node, bits, who.user)) throw new FileError('EACCES', path)
}

/** differs: opening a fifo does not wait for the other end; the first read or a full pipe does. */
function openFifo(pipe: Pipe, path: string, reads: boolean, writes: boolean): OpenFile {
  if (reads && writes) return new PipeBoth(pipe, path)
  return writes ? new PipeWriter(pipe, path) : new PipeReader(pipe, path)
}

/** The pipes behind the fifos of a machine that are open. */
export class Fifos {
  private trees: Map<Tree, Map<number, Pipe>> | undefined

  of(tree: Tree, ino: number): Pipe {
    const trees = (this.trees ??= new Map())
    const pipes = trees.get(tree) ?? new Map<number, Pipe>()
    trees.set(tree, pipes)
    const known = pipes.get(ino)
    if (known && (known.readers > 0 || known.writers > 0 || known.size > 0)) return known
    const pipe = new Pipe()
    pipes.set(ino, pipe)
    return pipe
  }
}
