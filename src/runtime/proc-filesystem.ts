// /proc: a tree whose files are written when they are opened.
import { FileError } from '../storage/file-error.ts'
import type { Inode } from '../storage/tree.ts'
import { encode } from './bytes.ts'
import type { Kernel } from './kernel.ts'
import type { KernelProcess } from './kernel-process.ts'
import type { LiveTree } from './mount-table.ts'
import type { OpenFile } from './open-file.ts'
import type { Maker, ProcDirectory } from './proc-directory.ts'
import { procFiles } from './proc-machine.ts'
import { processFiles } from './proc-process.ts'
import type { OpenMode } from './process.ts'
import { BytesFile, TreeFile } from './tree-file.ts'

// Inode numbers: those of the machine's files count from 1; each process has a block of its own, with one number for its
// directory, one for each name in it, and the descriptors in the upper half.
const BLOCK = 2 ** 20
const DESCRIPTORS = 2 ** 19
const DESCRIPTOR_TEXTS = 2 ** 18
const FD_DIRECTORY = 1
const FDINFO_DIRECTORY = 2
const FIRST_FILE = 3
/** The directories of a process, whose entries are its descriptors: where the numbers of those begin. */
const directories: Readonly<Record<string, readonly [ino: number, first: number]>> = {
  fd: [FD_DIRECTORY, DESCRIPTORS],
  fdinfo: [FDINFO_DIRECTORY, DESCRIPTOR_TEXTS],
}
const firstIn = (ino: number): number | undefined =>
  Object.values(directories).find(([directory]) => directory === ino % BLOCK)?.[1]

interface Node {
  readonly make?: Maker
  readonly names?: Map<string, number>
}

/** The machine's files, numbered once for all machines. */
const nodes: Node[] = []

function number(directory: ProcDirectory): number {
  const names = new Map<string, number>()
  const ino = nodes.push({ names })
  for (const [name, entry] of Object.entries(directory)) {
    names.set(name, typeof entry === 'function' ? nodes.push({ make: entry }) : number(entry))
  }
  return ino
}

const ROOT = number(procFiles)
const SELF = nodes.push({})
const MOUNTS = nodes.push({})
const links: Readonly<Record<string, number>> = { self: SELF, mounts: MOUNTS }
const processNames = Object.keys(processFiles)

export class ProcTree implements LiveTree {
  readonly root: number = ROOT
  private readonly kernel: Kernel
  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  private processOf(ino: number): KernelProcess {
    const process = this.kernel.processes.get(Math.floor(ino / BLOCK))
    if (!process) throw new FileError('ENOENT')
    return process
  }

  private inode(ino: number, kind: Inode['kind'], mode: number, target?: string, owner?: KernelProcess): Inode {
    const { uid, gid } = owner?.user ?? { uid: 0, gid: 0 }
    const mtime = owner?.started ?? this.kernel.clock.now()
    return { ino, kind, mode, uid, gid, mtime, size: 0, links: 1, target }
  }

  stat(ino: number): Inode {
    if (ino >= BLOCK) return this.statProcess(ino)
    if (ino === SELF) return this.inode(ino, 'symlink', 0o777, String(this.kernel.current?.pid ?? 1))
    if (ino === MOUNTS) return this.inode(ino, 'symlink', 0o777, 'self/mounts')
    const node = nodes[ino - 1]
    if (!node) throw new FileError('EIO')
    return node.names ? this.inode(ino, 'directory', 0o555) : this.inode(ino, 'file', 0o444)
  }

  private statProcess(ino: number): Inode {
    const process = this.processOf(ino)
    const index = ino % BLOCK
    if (index >= DESCRIPTORS) {
      const file = process.descriptors.find(index - DESCRIPTORS)
      return this.inode(ino, 'symlink', 0o700, file?.path ?? '', process)
    }
    if (index >= DESCRIPTOR_TEXTS) return this.inode(ino, 'file', 0o444, undefined, process)
    if (index === 0) return this.inode(ino, 'directory', 0o555, undefined, process)
    if (firstIn(ino) !== undefined) return this.inode(ino, 'directory', 0o500, undefined, process)
    const entry = processFiles[processNames[index - FIRST_FILE]!]!
    if (entry.kind === 'symlink') return this.inode(ino, 'symlink', 0o777, entry.make(process), process)
    return this.inode(ino, 'file', 0o444, undefined, process)
  }

  lookup(directory: number, name: string): number | undefined {
    if (directory >= BLOCK) return this.lookupInProcess(directory, name)
    if (directory === ROOT) {
      const link = links[name]
      if (link !== undefined) return link
      if (/^[1-9]\d*$/.test(name)) return this.kernel.processes.has(Number(name)) ? Number(name) * BLOCK : undefined
    }
    return nodes[directory - 1]?.names?.get(name)
  }

  private lookupInProcess(directory: number, name: string): number | undefined {
    const process = this.processOf(directory)
    const block = process.pid * BLOCK
    const first = firstIn(directory)
    if (first !== undefined) {
      const descriptor = /^\d+$/.test(name) ? Number(name) : -1
      return process.descriptors.find(descriptor) ? block + first + descriptor : undefined
    }
    if (directory !== block) return undefined
    const own = Object.hasOwn(directories, name) ? directories[name] : undefined
    if (own) return block + own[0]
    const index = processNames.indexOf(name)
    return index < 0 ? undefined : block + FIRST_FILE + index
  }

  *entries(directory: number): Iterable<readonly [name: string, ino: number]> {
    if (directory >= BLOCK) {
      yield* this.processEntries(directory)
      return
    }
    if (directory === ROOT) {
      for (const pid of this.kernel.processes.keys()) yield [String(pid), pid * BLOCK]
      yield* Object.entries(links)
    }
    yield* nodes[directory - 1]?.names ?? []
  }

  private *processEntries(directory: number): Iterable<readonly [name: string, ino: number]> {
    const process = this.processOf(directory)
    const block = process.pid * BLOCK
    const first = firstIn(directory)
    if (first !== undefined) {
      for (const [descriptor] of process.descriptors.entries()) yield [String(descriptor), block + first + descriptor]
    } else if (directory === block) {
      for (const [name, [ino]] of Object.entries(directories)) yield [name, block + ino]
      for (const [index, name] of processNames.entries()) yield [name, block + FIRST_FILE + index]
    }
  }

  private text(ino: number): string {
    if (ino < BLOCK) return nodes[ino - 1]?.make?.(this.kernel) ?? ''
    const index = ino % BLOCK
    if (index >= DESCRIPTOR_TEXTS) return this.descriptorText(this.processOf(ino), index - DESCRIPTOR_TEXTS)
    const entry = processFiles[processNames[index - FIRST_FILE] ?? '']
    return entry?.kind === 'file' ? entry.make(this.processOf(ino)) : ''
  }

  private descriptorText({ descriptors }: KernelProcess, descriptor: number): string {
    const file = descriptors.get(descriptor)
    const { position, flags } = file.condition
    return `pos:\t${position}\nflags:\t0${flags.toString(8)}\nmnt_id:\t100\nino:\t${file.inode().ino}\n`
  }

  read(ino: number, position: number, length: number): Uint8Array {
    return encode(this.text(ino)).subarray(position, position + length)
  }

  openLive(ino: number, mode: OpenMode): OpenFile | undefined {
    const node = this.stat(ino)
    if (node.kind !== 'file') return undefined
    if (mode.write || mode.append) throw new FileError(ino < BLOCK ? 'EROFS' : 'EACCES')
    return new BytesFile(encode(this.text(ino)), '/proc', () => node)
  }

  /** Pipes and terminals are met again through their link; a file is opened anew by its path. */
  followLive(ino: number): OpenFile | undefined {
    const index = ino % BLOCK
    if (ino < BLOCK || index < DESCRIPTORS) return undefined
    const file = this.processOf(ino).descriptors.find(index - DESCRIPTORS)
    return file instanceof TreeFile ? undefined : file
  }
}
