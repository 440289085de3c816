// The sums by which the builder tells files apart: of a header as tar has it, without times, and of the bytes
// (moby daemon/internal/tarsum, version 1).
import { createHash, type Hash } from 'node:crypto'
import type { TarHeader } from '../../codec/tar.ts'
import { typeFlags } from '../../codec/write-tar.ts'
import type { Inode, Tree } from '../../storage/tree.ts'

/** What Go's tar puts in front of the permissions for the kind of a file. */
const typeBits: Readonly<Record<Inode['kind'], number>> = {
  file: 0o100000,
  directory: 0o40000,
  symlink: 0o120000,
  character: 0o20000,
  block: 0o60000,
  fifo: 0o10000,
  socket: 0o140000,
}

/** bytes that a file is read at a time */
const chunkSize = 1024 * 1024

/** A sum that has the header; the bytes follow. */
export function headerSum(header: TarHeader): Hash {
  const { name, mode, uid, gid, size, kind, linkname = '', device = [0, 0], xattrs = {} } = header
  const hash = createHash('sha256')
  hash.update(`name${name}mode${mode}uid${uid}gid${gid}size${size}typeflag${typeFlags[kind]}`)
  hash.update(`linkname${linkname}unamegnamedevmajor${device[0]}devminor${device[1]}`)
  for (const key of Object.keys(xattrs).sort()) hash.update(key + xattrs[key], 'latin1')
  return hash
}

/** The same of a file of a tree, as if it were packed under this path (moby daemon/builder/remotecontext/filehash.go). */
export function treeSum(tree: Tree, ino: number, path: string): string {
  const inode = tree.stat(ino)
  const { kind, mode, uid, gid, size, target, device, xattrs } = inode
  const hash = headerSum({
    name: kind === 'directory' ? `${path}/` : path,
    kind: kind === 'socket' ? 'fifo' : kind,
    mode: mode | typeBits[kind],
    uid,
    gid,
    size: kind === 'file' ? size : 0,
    mtime: 0,
    linkname: target ?? '',
    ...(device && { device }),
    ...(xattrs?.[capability] !== undefined && { xattrs: { [capability]: xattrs[capability] } }),
  })
  for (let at = 0; kind === 'file' && at < size; ) {
    const bytes = tree.read(ino, at, chunkSize)
    hash.update(bytes)
    at += bytes.length
  }
  return hash.digest('hex')
}

const capability = 'security.capability'
