// Pathname expansion.
import { FileError } from '../../storage/file-error.ts'
import type { KernelProcess } from '../kernel-process.ts'
import { hasWildcard, Pattern, withoutEscapes } from './pattern.ts'

/** The paths that a pattern matches, sorted; none if nothing does. */
/** @param hidden whether names that begin with a dot are matched too: `shopt -s dotglob` (bash) */
export function glob(process: KernelProcess, pattern: string, hidden: boolean = false): string[] {
  const names = pattern.split('/')
  let found = ['']
  for (const [index, name] of names.entries()) {
    const last = index === names.length - 1
    if (name === '') {
      // leading, doubled and trailing slashes
      found = found.map((path) => `${path}/`).filter((path) => index === 0 || !last || isDirectory(process, path))
      continue
    }
    found = found.flatMap((path) => step(process, path, name, last, hidden))
    if (found.length === 0) return found
  }
  return found.sort()
}

function isDirectory(process: KernelProcess, path: string): boolean {
  return process.files.exists(path) && process.files.stat(path).kind === 'directory'
}

function step(process: KernelProcess, directory: string, name: string, last: boolean, hidden: boolean): string[] {
  const prefix = directory === '' || directory.endsWith('/') ? directory : `${directory}/`
  if (!hasWildcard(name)) {
    const path = prefix + withoutEscapes(name)
    return there(process, path, last) ? [path] : []
  }
  const pattern = new Pattern(name)
  return namesIn(process, prefix || '.')
    .filter(
      (one) =>
        (!one.startsWith('.') ||
          (hidden && one !== '.' && one !== '..') ||
          name.startsWith('.') ||
          name.startsWith('\\.')) &&
        pattern.matches(one),
    )
    .map((one) => prefix + one)
    .filter((path) => last || isDirectory(process, path))
}

function there(process: KernelProcess, path: string, last: boolean): boolean {
  try {
    const node = last ? process.files.lstat(path) : process.files.stat(path)
    return last || node.kind === 'directory'
  } catch (error) {
    if (error instanceof FileError) return false
    throw error
  }
}

function namesIn(process: KernelProcess, directory: string): string[] {
  try {
    return ['.', '..', ...process.files.list(directory)]
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}
