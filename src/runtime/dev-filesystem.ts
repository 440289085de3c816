// What containers find in /dev and /dev/pts (as runc makes them).
import { memoryTree } from '../storage/memory-tree.ts'
import type { Inode, NewInode, Tree } from '../storage/tree.ts'
import type { Kernel } from './kernel.ts'
import type { DeviceNode } from './machine.ts'
import { loneInode } from './open-file.ts'
import type { Terminal } from './terminal.ts'

/** bytes that a container may put into /dev (runc: size=65536k) */
const SIZE = 65_536 * 1024

const devices: Readonly<Record<string, readonly [number, number]>> = {
  full: [1, 7],
  null: [1, 3],
  random: [1, 8],
  tty: [5, 0],
  urandom: [1, 9],
  zero: [1, 5],
}
const links: Readonly<Record<string, string>> = {
  core: '/proc/kcore',
  fd: '/proc/self/fd',
  ptmx: 'pts/ptmx',
  stderr: '/proc/self/fd/2',
  stdin: '/proc/self/fd/0',
  stdout: '/proc/self/fd/1',
}
const directories: Readonly<Record<string, number>> = { mqueue: 0o1777, pts: 0o755, shm: 0o1777 }

/**
 * @param mtime when the machine was made, ms since 1970
 * @param more what is there besides; directories on the way to it are made
 */
export function deviceTree(mtime: number, more: readonly DeviceNode[] = []): Tree {
  const tree = memoryTree({ size: SIZE })
  const make = (name: string, init: Omit<NewInode, 'mtime'>): number => tree.create(tree.root, name, { ...init, mtime })
  for (const [name, device] of Object.entries(devices)) make(name, { kind: 'character', mode: 0o666, device })
  for (const [name, target] of Object.entries(links)) make(name, { kind: 'symlink', mode: 0o777, target })
  for (const [name, mode] of Object.entries(directories)) make(name, { kind: 'directory', mode })
  for (const { name, ...device } of more) {
    const parts = name.split('/')
    const last = parts.pop()!
    let at = tree.root
    for (const part of parts) {
      at = tree.lookup(at, part) ?? tree.create(at, part, { kind: 'directory', mode: 0o755, mtime })
    }
    if (tree.lookup(at, last) === undefined) tree.create(at, last, { ...device, mtime })
  }
  tree.change(tree.root, { mtime })
  return tree
}

const ROOT = 1
const PTMX = 2
const FIRST = 3

/** /dev/pts: the terminals that processes of this machine have. */
export class TerminalTree implements Tree {
  readonly root: number = ROOT
  private readonly kernel: Kernel
  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  private terminals(): Map<string, Terminal> {
    const found = new Map<string, Terminal>()
    for (const { terminal } of this.kernel.processes.values()) {
      if (terminal) found.set(terminal.name.replace('pts/', ''), terminal)
    }
    return found
  }

  stat(ino: number): Inode {
    if (ino === ROOT) return { ...loneInode('directory', 0o755), ino }
    if (ino === PTMX) return { ...loneInode('character', 0o666, [5, 2]), ino }
    const terminal = this.terminals().get(String(ino - FIRST))
    return terminal ? { ...terminal.inode, ino } : { ...loneInode('character', 0o620, [136, ino - FIRST]), ino }
  }

  lookup(_directory: number, name: string): number | undefined {
    if (name === 'ptmx') return PTMX
    return this.terminals().has(name) ? FIRST + Number(name) : undefined
  }

  *entries(): Iterable<readonly [name: string, ino: number]> {
    yield ['ptmx', PTMX]
    for (const name of this.terminals().keys()) yield [name, FIRST + Number(name)]
  }

  read(): Uint8Array {
    return new Uint8Array(0)
  }
}
