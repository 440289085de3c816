// Packages of Node.js that lie in the file system: tarballs and directories.
import type { Process } from '../../../runtime/process.ts'
import { readText } from './read-text.ts'

const pathOf = (word: string): string => word.replace(/^file:/, '')

/** Whether a word behind `npm install` is a place, and no name. */
const isPlace = (word: string): boolean => /^(file:|\.{0,2}\/|\.{1,2}$)|\.(tgz|tar\.gz)$/.test(word)

/** The first of the words that leads to nothing. */
export const missingPlace = (process: Process, words: readonly string[]): string | undefined =>
  words
    .filter(isPlace)
    .map(pathOf)
    .find((path) => !process.files.exists(path))

/**
 * `name@version` for a place: as a directory's package.json says, or as the tarball is called, `mockerd-1.0.0.tgz`. Other
 * words are names already.
 */
export function packageAt(process: Process, word: string): string {
  if (!isPlace(word)) return word
  const path = pathOf(word)
  const called = /([^/]+?)(?:-(\d+\.\d+\.\d+[\w.+-]*?))?(?:\.tgz|\.tar\.gz)?\/*$/.exec(path)
  const { name = called?.[1] ?? 'package', version = called?.[2] ?? '1.0.0' } = manifestIn(process, path)
  return `${name}@${version}`
}

function manifestIn(process: Process, path: string): { readonly name?: string; readonly version?: string } {
  try {
    return JSON.parse(readText(process, `${path}/package.json`) ?? '{}')
  } catch {
    return {}
  }
}
