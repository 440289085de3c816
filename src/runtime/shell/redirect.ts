// Redirections: descriptors change before a command and come back after it.
import { FileError } from '../../storage/file-error.ts'
import { encode } from '../bytes.ts'
import type { KernelProcess } from '../kernel-process.ts'
import { openPath } from '../open.ts'
import { loneInode, type OpenFile } from '../open-file.ts'
import type { OpenMode } from '../process.ts'
import { BytesFile } from '../tree-file.ts'
import { elementValue, setElement } from './arrays.ts'
import { literalText, type Redirection } from './ast.ts'
import { RedirectionError, ShellError } from './control.ts'
import { expandText, expandWords } from './expand.ts'
import { openConnection } from './network-path.ts'
import type { Shell } from './shell.ts'

/** What the descriptors were before. */
export type Saved = Map<number, OpenFile | undefined>

const modes: Readonly<Record<string, OpenMode>> = {
  '<': { read: true },
  '<>': { read: true, write: true, create: true },
  '>': { write: true, create: true, truncate: true },
  '>|': { write: true, create: true, truncate: true },
  '>>': { append: true, create: true },
  '&>': { write: true, create: true, truncate: true },
  '&>>': { append: true, create: true },
  '>&': { write: true, create: true, truncate: true },
}

/**
 * Changes the descriptors of a process (the shell's own, or a child's), in order. With `saved` they can be put back.
 * Throws a RedirectionError.
 */
export async function redirect(
  shell: Shell,
  process: KernelProcess,
  redirections: readonly Redirection[],
  saved?: Saved,
): Promise<void> {
  for (const redirection of redirections) await redirectOne(shell, process, redirection, saved)
}

async function redirectOne(
  shell: Shell,
  process: KernelProcess,
  redirection: Redirection,
  saved: Saved | undefined,
): Promise<void> {
  const { operator } = redirection
  const descriptor = redirection.into
    ? namedDescriptor(shell, process, redirection)
    : (redirection.descriptor ?? (operator.startsWith('<') ? 0 : 1))
  if (redirection.into) saved = undefined
  const put = (number: number, file: OpenFile): void => {
    keep(process, number, saved)
    process.descriptors.put(number, file)
  }
  if (operator.startsWith('<<')) return put(descriptor, await document(shell, redirection))
  const target = await targetOf(shell, redirection)
  if (operator === '>&' || operator === '<&') {
    if (target === '-') {
      keep(process, descriptor, saved)
      process.descriptors.close(descriptor)
      return
    }
    if (/^\d+$/.test(target)) {
      const file = process.descriptors.find(Number(target))
      if (!file) throw new RedirectionError(`${target}: Bad file descriptor`, shell.dialect.dash ? 2 : 1)
      return put(descriptor, file.share())
    }
    if (operator === '<&' || redirection.into || redirection.descriptor !== undefined)
      throw new ShellError('redir error')
  }
  const file = (await openConnection(shell, process, target)) ?? open(shell, process, operator, target)
  put(descriptor, file)
  if (operator.startsWith('&') || operator === '>&') put(2, file.share())
}

/** A number from 10 on, kept in the variable; for `{name}>&-` the one that is kept there. It stays open. */
function namedDescriptor(shell: Shell, process: KernelProcess, { into = '', target }: Redirection): number {
  const [, name = '', index] = /^(\w+)(?:\[(.*)\])?$/.exec(into) ?? []
  if (literalText(target) === '-') return Number(elementValue(shell, name, index ?? '0') ?? 0)
  let free = 10
  while (process.descriptors.find(free)) free++
  if (index === undefined) shell.variables.set(name, String(free))
  else setElement(shell, name, index, String(free), false)
  return free
}

function keep(process: KernelProcess, number: number, saved: Saved | undefined): void {
  if (saved && !saved.has(number)) saved.set(number, process.descriptors.find(number)?.share())
}

async function document(shell: Shell, { operator, target, document }: Redirection): Promise<OpenFile> {
  const text = operator === '<<<' ? `${await expandText(shell, target)}\n` : await expandText(shell, document ?? [])
  const node = loneInode('fifo', 0o600)
  return new BytesFile(encode(text), `pipe:[${node.ino}]`, () => node)
}

async function targetOf(shell: Shell, redirection: Redirection): Promise<string> {
  const words = await expandWords(shell, [redirection.target])
  return words.join(' ')
}

function open(shell: Shell, process: KernelProcess, operator: string, target: string): OpenFile {
  try {
    if (operator === '>' && shell.options.noclobber && isPlainFile(process, target)) {
      throw new FileError('EEXIST', target)
    }
    return openPath(process, target, modes[operator]!)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new RedirectionError(openingFailed(shell, operator, target, error), shell.dialect.dash ? 2 : 1)
  }
}

function isPlainFile(process: KernelProcess, path: string): boolean {
  return process.files.exists(path) && process.files.stat(path).kind === 'file'
}

function openingFailed(shell: Shell, operator: string, target: string, error: FileError): string {
  if (shell.dialect.bash)
    return `${target}: ${error.code === 'EEXIST' ? 'cannot overwrite existing file' : error.message}`
  const reading = operator === '<'
  if (shell.dialect.dash) return reading ? cannotOpen(target, error) : cannotCreate(target, error)
  if (error.code === 'ENOENT') {
    return reading ? `can't open ${target}: no such file` : `can't create ${target}: nonexistent directory`
  }
  return `can't ${reading ? 'open' : 'create'} ${target}: ${error.message}`
}

/** In dash's words. */
export function cannotOpen(path: string, error: FileError): string {
  return `cannot open ${path}: ${error.code === 'ENOENT' ? 'No such file' : error.message}`
}

function cannotCreate(path: string, error: FileError): string {
  return `cannot create ${path}: ${error.code === 'ENOENT' ? 'Directory nonexistent' : error.message}`
}

export function restore(process: KernelProcess, saved: Saved): void {
  // a process that has been killed has no descriptors to put back
  if (process.status) {
    for (const file of saved.values()) file?.close()
    return
  }
  for (const [number, file] of saved) {
    if (file) process.descriptors.put(number, file)
    else process.descriptors.close(number)
  }
}
