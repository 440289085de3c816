// Copies files and trees, for cp, mv across file systems and install.
import { FileError } from '../../storage/file-error.ts'
import type { Inode } from '../../storage/tree.ts'
import type { Process } from '../process.ts'
import { readChunks } from './inputs.ts'
import { complain, reason } from './report.ts'

export interface CopyOptions {
  readonly recursive?: boolean
  /** keep owner, mode and time */
  readonly preserve?: boolean
  /** copy links themselves: all, or only those below the operands */
  readonly links?: 'follow' | 'keep' | 'keep below'
  readonly force?: boolean
  /** asked before something is overwritten; true to go on */
  readonly overwrite?: (from: string, to: string) => Promise<boolean>
  readonly verbose?: boolean
  /** make a hard or symbolic link instead */
  readonly instead?: 'link' | 'symlink' | undefined
}

/** Looks without following a last link; undefined if there is nothing. */
export function lookAt(process: Process, path: string, follow = false): Inode | undefined {
  try {
    return follow ? process.files.stat(path) : process.files.lstat(path)
  } catch (error) {
    if (error instanceof FileError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined
    throw error
  }
}

export function isDirectory(process: Process, path: string): boolean {
  try {
    return process.files.stat(path).kind === 'directory'
  } catch (error) {
    if (error instanceof FileError) return false
    throw error
  }
}

/** `directory/name of path` */
export function placeIn(directory: string, path: string): string {
  const name = path.replace(/\/+$/, '').split('/').at(-1) ?? ''
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`
}

/** Copies one thing; complains and returns false when that fails. */
export async function copy(
  process: Process,
  from: string,
  to: string,
  options: CopyOptions,
  top = true,
): Promise<boolean> {
  const keepLinks = options.links === 'keep' || (options.links === 'keep below' && !top)
  let source: Inode
  try {
    source = keepLinks ? process.files.lstat(from) : process.files.stat(from)
  } catch (error) {
    await complain(process, `can't stat '${from}': ${reason(error)}`)
    return false
  }
  if (source.kind === 'directory' && !options.recursive) {
    await complain(process, `omitting directory '${from}'`)
    return false
  }
  const target = lookAt(process, to, true)
  if (target && target.ino === source.ino) {
    await complain(process, `'${from}' and '${to}' are the same file`)
    return false
  }
  if (target && source.kind !== 'directory' && options.overwrite && !(await options.overwrite(from, to))) return true
  try {
    if (source.kind === 'directory') return await copyDirectory(process, from, to, source, target, options)
    await copyOne(process, from, to, source, target, options)
    if (options.preserve) preserve(process, to, source)
    if (options.verbose) await process.write(1, `'${from}' -> '${to}'\n`)
    return true
  } catch (error) {
    await complain(process, `can't create '${to}': ${reason(error)}`)
    return false
  }
}

async function copyDirectory(
  process: Process,
  from: string,
  to: string,
  source: Inode,
  target: Inode | undefined,
  options: CopyOptions,
): Promise<boolean> {
  if (`${process.files.absolute(to)}/`.startsWith(`${process.files.absolute(from)}/`)) {
    await complain(process, `recursion detected, omitting directory '${from}'`)
    return false
  }
  if (target && target.kind !== 'directory') {
    await complain(process, `target '${to}' is not a directory`)
    return false
  }
  if (!target) process.files.makeDirectory(to, (source.mode & 0o777) | 0o700)
  let good = true
  for (const name of process.files.list(from)) {
    good = (await copy(process, `${from}/${name}`, `${to}/${name}`, options, false)) && good
  }
  if (!target) process.files.change(to, { mode: source.mode & ~(options.preserve ? 0 : process.umask) })
  if (options.preserve) preserve(process, to, source)
  return good
}

async function copyOne(
  process: Process,
  from: string,
  to: string,
  source: Inode,
  target: Inode | undefined,
  options: CopyOptions,
): Promise<void> {
  const { files } = process
  const entry = lookAt(process, to)
  if (options.instead) {
    if (entry && options.force) files.unlink(to)
    if (options.instead === 'link') files.link(from, to)
    else files.symlink(from, to)
    return
  }
  if (source.kind === 'symlink') {
    if (entry) files.unlink(to)
    files.symlink(source.target ?? '', to)
    return
  }
  if (source.kind === 'fifo' && options.recursive) {
    if (entry) files.unlink(to)
    files.fifo(to, source.mode)
    return
  }
  await copyContent(process, from, to, source, target, options.force ?? false)
}

async function copyContent(
  process: Process,
  from: string,
  to: string,
  source: Inode,
  target: Inode | undefined,
  force: boolean,
): Promise<void> {
  const input = process.open(from, { read: true })
  try {
    const mode = { write: true, create: true, truncate: true, mode: source.mode & 0o777 }
    let output: number
    try {
      output = process.open(to, mode)
    } catch (error) {
      if (!force || !target || !(error instanceof FileError)) throw error
      process.files.unlink(to)
      output = process.open(to, mode)
    }
    try {
      for await (const chunk of readChunks(process, input)) await process.write(output, chunk)
    } finally {
      process.close(output)
    }
  } finally {
    process.close(input)
  }
}

function preserve(process: Process, path: string, { uid, gid, mode, mtime, kind }: Inode): void {
  const change = (attributes: Parameters<Process['files']['change']>[1]) => {
    try {
      process.files.change(path, attributes, false)
    } catch (error) {
      // who may not give files away keeps them, as cp does
      if (!(error instanceof FileError) || error.code !== 'EPERM') throw error
    }
  }
  change({ uid, gid })
  change(kind === 'symlink' ? { mtime } : { mode, mtime })
}
