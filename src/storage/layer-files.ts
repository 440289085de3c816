// What lies in a layer's own directory on the simulated host: its files, and the marks that hide those of lower layers.
import { type Layer, type Node, whiteout } from './layer.ts'
import type { FileKind, Inode } from './tree.ts'

/** One of them. */
export interface LayerFile {
  /** in that directory: `/etc/motd` */
  readonly path: string
  readonly kind: FileKind
  /** bytes */
  readonly size: number
  readonly device?: readonly [number, number]
  readonly xattrs?: Readonly<Record<string, string>>
  /** What it is there for, if it is no file of the layer's: it hides one, or all, of the names of lower layers. */
  readonly hides?: 'name' | 'directory'
}

/**
 * How a union of directories marks what is deleted:
 * - `overlay`: a character device 0,0 in place of the name; a directory that hides the lower ones has an xattr
 * - `aufs`: a file `.wh.NAME`; a directory that hides the lower ones has a file `.wh..wh..opq`
 */
export type Marks = 'overlay' | 'aufs'

/** A layer that is being written or was: nodes by number, over a parent. */
export interface OwnNodes {
  readonly root: number
  readonly nodes: ReadonlyMap<number, Node>
  readonly parent: Layer | undefined
}

/** Of a union: what the layer itself has, and the directories on the way to it. */
export function unionFiles({ root, nodes, parent }: OwnNodes, marks: Marks, opaqueXattr: string): LayerFile[] {
  const visit = (directory: number, path: string): LayerFile[] => {
    const files: LayerFile[] = []
    const lower = parent?.names(directory)
    for (const [name, ino] of new Map([...(lower ?? []), ...(nodes.get(directory)?.names ?? [])])) {
      const at = `${path}/${name}`
      if (ino === whiteout) {
        if (lower?.has(name)) files.push(hiding(path, name, marks))
        continue
      }
      const { inode, changed } = nodes.get(ino) ?? { ...parent!.node(ino)!, changed: false }
      if (inode.kind !== 'directory') {
        if (changed) files.push(plain(at, inode))
        continue
      }
      const inside = visit(ino, at)
      if (inside.length === 0 && !nodes.has(ino)) continue
      const opaque = lower?.has(name) && lower.get(name) !== ino
      files.push(opaque && marks === 'overlay' ? opaqueDirectory(at, inode, opaqueXattr) : plain(at, inode))
      if (opaque && marks === 'aufs')
        files.push({ path: `${at}/.wh..wh..opq`, kind: 'file', size: 0, hides: 'directory' })
      for (const file of inside) files.push(file)
    }
    return files
  }
  return visit(root, '')
}

/** Of a driver whose layers are whole trees. */
export function wholeFiles({ root, nodes, parent }: OwnNodes): LayerFile[] {
  const files: LayerFile[] = []
  const visit = (directory: number, path: string): void => {
    const names = new Map([...(parent?.names(directory) ?? []), ...(nodes.get(directory)?.names ?? [])])
    for (const [name, ino] of names) {
      if (ino === whiteout) continue
      const { inode } = nodes.get(ino) ?? parent!.node(ino)!
      files.push(plain(`${path}/${name}`, inode))
      if (inode.kind === 'directory') visit(ino, `${path}/${name}`)
    }
  }
  visit(root, '')
  return files
}

function hiding(directory: string, name: string, marks: Marks): LayerFile {
  if (marks === 'aufs') return { path: `${directory}/.wh.${name}`, kind: 'file', size: 0, hides: 'name' }
  return { path: `${directory}/${name}`, kind: 'character', size: 0, device: [0, 0], hides: 'name' }
}

function opaqueDirectory(path: string, inode: Inode, xattr: string): LayerFile {
  return { ...plain(path, inode), xattrs: { ...inode.xattrs, [xattr]: 'y' }, hides: 'directory' }
}

function plain(path: string, { kind, size, device, xattrs }: Inode): LayerFile {
  return { path, kind, size, ...(device && { device }), ...(xattrs && { xattrs }) }
}
