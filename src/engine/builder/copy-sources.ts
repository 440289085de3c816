// What the sources of COPY and ADD name, with sums by which the cache knows them (moby daemon/builder/dockerfile/copy.go).
import { createHash } from 'node:crypto'
import { downloadFailure } from '../../registry/network.ts'
import { broken } from '../../world/refusal.ts'
import type { InstructionOf } from '../dockerfile/instruction.ts'
import { matchesPattern } from '../images/name-pattern.ts'
import { locate, type Source, walkBelow } from './source.ts'

/** A file or directory to copy. */
export interface CopySource {
  /** As it was named; its last part is the name of the copy. */
  readonly path: string
  /** `file:…` or `dir:…` */
  readonly hash: string
}

/** Throws `COPY failed: file not found in build context or excluded by .dockerignore: …`. */
export function findSources(
  { kind, sources, destination }: InstructionOf<'ADD' | 'COPY'>,
  source: Source | undefined,
  isImage: boolean,
): CopySource[] {
  const found = sources.flatMap((path) => {
    if (/^https?:\/\//.test(path)) {
      throw broken(`${kind} failed: ${kind === 'ADD' ? downloadFailure(path) : "source can't be a URL for COPY"}`)
    }
    if (!source) throw broken(`${kind} failed: missing build context`)
    return namedBy(path, source, (text) => broken(`${kind} failed: ${text}`), isImage)
  })
  if (found.length === 0) throw broken(`${kind} failed: no source files were specified`)
  if (found.length > 1 && !destination.endsWith('/')) {
    throw broken(
      `When using ${kind} with more than one source file, the destination must be a directory and end with a /`,
    )
  }
  return found
}

/** One sum for all. */
export function hashOfAll(sources: readonly CopySource[]): string {
  if (sources.length === 1) return sources[0]!.hash
  return joinedHash(
    'multi',
    sources.map(({ hash }) => hash),
  )
}

function joinedHash(prefix: string, hashes: readonly string[]): string {
  return `${prefix}:${createHash('sha256').update(hashes.join(',')).digest('hex')}`
}

function namedBy(path: string, source: Source, refuse: (text: string) => Error, isImage: boolean): CopySource[] {
  const plain = path.replace(/^\//, '').replace(/^\.\//, '')
  if (!hasWildcards(plain)) return [oneSource(plain, source, refuse, isImage)]
  const found: CopySource[] = []
  for (const [name] of walkBelow(source.tree, source.tree.root, '')) {
    if (name !== '' && matches(plain, name)) found.push(oneSource(name, source, refuse, isImage))
  }
  return found
}

const hasWildcards = (path: string): boolean => /[*?[]/.test(path.replace(/\\./gs, ''))

/** A pattern that cannot be read matches nothing. */
function matches(pattern: string, name: string): boolean {
  try {
    return matchesPattern(pattern, name)
  } catch {
    return false
  }
}

function oneSource(path: string, source: Source, refuse: (text: string) => Error, isImage: boolean): CopySource {
  const { tree } = source
  const { ino, path: place } = located(path, source, refuse)
  if (ino === undefined) {
    const absent = `stat ${path}: file does not exist`
    throw refuse(isImage ? absent : `file not found in build context or excluded by .dockerignore: ${absent}`)
  }
  if (tree.stat(ino).kind !== 'directory') return { path, hash: `file:${source.hash(path)}` }
  const hashes: string[] = []
  for (const [name] of walkBelow(tree, ino, place.slice(1))) if (name !== '') hashes.push(source.hash(name))
  return { path, hash: joinedHash('dir', hashes.sort()) }
}

function located(path: string, { tree }: Source, refuse: (text: string) => Error): ReturnType<typeof locate> {
  try {
    return locate(tree, path)
  } catch (error) {
    throw refuse((error as Error).message)
  }
}
