// The database of installed packages of Alpine Linux.
import { createHash } from 'node:crypto'
import type { Process } from '../../../runtime/process.ts'
import { readText } from './read-text.ts'

const PATH = '/lib/apk/db/installed'
const WORLD = '/etc/apk/world'

export interface Installed {
  readonly name: string
  readonly version: string
  /** bytes */
  readonly size: number
  /** as they stand in the database */
  readonly record: string
}

export function installed(process: Process): Installed[] {
  return (readText(process, PATH) ?? '').split('\n\n').flatMap((record) => {
    const fieldOf = (letter: string): string => new RegExp(`^${letter}:(.*)$`, 'm').exec(record)?.[1] ?? ''
    const name = fieldOf('P')
    return name === '' ? [] : [{ name, version: fieldOf('V'), size: Number(fieldOf('I')), record: record.trim() }]
  })
}

export function setInstalled(process: Process, packages: readonly Installed[]): void {
  const sorted = packages.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  process.files.writeFile(PATH, sorted.map(({ record }) => `${record}\n\n`).join(''))
}

/** The record of a new package. `files` have no slash at the front; `needs` are names. */
export function recordOf(
  name: string,
  version: string,
  kilobytes: number,
  files: readonly string[],
  needs: readonly string[],
): Installed {
  const sum = createHash('sha1').update(`${name} ${version}`).digest('base64')
  const size = kilobytes * 1024
  const record = [
    `C:Q1${sum}`,
    `P:${name}`,
    `V:${version}`,
    'A:x86_64',
    `S:${Math.round(size / 3)}`,
    `I:${size}`,
    `T:${name}`,
    'U:https://alpinelinux.org/',
    'L:MIT',
    `o:${name}`,
    ...(needs.length > 0 ? [`D:${needs.join(' ')}`] : []),
    ...files.flatMap((path) => [
      `F:${path.slice(0, path.lastIndexOf('/'))}`,
      `R:${path.slice(path.lastIndexOf('/') + 1)}`,
      'a:0:0:755',
    ]),
  ].join('\n')
  return { name, version, size, record }
}

/** Paths of the files of a record, from the root. */
export function filesOf({ record }: Installed): string[] {
  let folder = ''
  return record.split('\n').flatMap((line) => {
    if (line.startsWith('F:')) folder = line.slice(2)
    return line.startsWith('R:') ? [`/${folder}/${line.slice(2)}`] : []
  })
}

/** What was asked for by name: the others came because these need them. */
export const world = (process: Process): string[] => (readText(process, WORLD) ?? '').split('\n').filter(Boolean)

export function setWorld(process: Process, names: Iterable<string>): void {
  process.files.writeFile(WORLD, `${[...new Set(names)].sort().join('\n')}\n`)
}
