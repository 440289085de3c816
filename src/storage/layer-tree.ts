// A committed layer with everything below it, as a tree to read.
import { FileError } from './file-error.ts'
import type { Layer, Node } from './layer.ts'
import type { Tree } from './tree.ts'

export function layerTree(layer: Layer): Tree {
  const node = (ino: number): Node => {
    const found = layer.node(ino)
    if (found === undefined) throw new FileError('EIO')
    return found
  }
  const directory = (ino: number): number => {
    if (node(ino).inode.kind !== 'directory') throw new FileError('ENOTDIR')
    return ino
  }
  return {
    root: layer.root,
    stat: (ino) => node(ino).inode,
    lookup: (ino, name) => layer.lookup(directory(ino), name),
    entries: (ino) => layer.names(directory(ino)),
    read(ino, position, length) {
      const found = node(ino)
      if (found.inode.kind === 'directory') throw new FileError('EISDIR')
      if (found.bytes === undefined) throw new FileError('EINVAL')
      return found.bytes.read(position, length)
    },
  }
}
