// The database of installed packages of Debian and Ubuntu.
import type { Process } from '../../../runtime/process.ts'
import { readText } from './read-text.ts'

const STATUS = '/var/lib/dpkg/status'
const INFO = '/var/lib/dpkg/info'

export interface DebianPackage {
  readonly name: string
  readonly version: string
  readonly description: string
  /** as it stands in the database */
  readonly record: string
}

export function installedPackages(process: Process): DebianPackage[] {
  return (readText(process, STATUS) ?? '').split('\n\n').flatMap((record) => {
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(record)?.[1] ?? ''
    const name = field('Package')
    if (name === '') return []
    return [{ name, version: field('Version'), description: field('Description'), record: record.trim() }]
  })
}

export function setPackages(process: Process, packages: readonly DebianPackage[]): void {
  const sorted = packages.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  process.files.writeFile(STATUS, sorted.map(({ record }) => `${record}\n\n`).join(''))
}

/** A package that is new, with the list of its files written down. */
export function newPackage(
  process: Process,
  name: string,
  version: string,
  kilobytes: number,
  files: readonly string[],
): DebianPackage {
  process.files.makeDirectories(INFO)
  process.files.writeFile(`${INFO}/${name}.list`, ['/.', ...files, ''].join('\n'))
  const record = [
    `Package: ${name}`,
    'Status: install ok installed',
    'Priority: optional',
    'Section: utils',
    `Installed-Size: ${kilobytes}`,
    'Maintainer: Debian Maintainers <maintainers@debian.invalid>',
    'Architecture: amd64',
    `Version: ${version}`,
    `Description: ${name}`,
  ].join('\n')
  return { name, version, description: name, record }
}

/** The files of a package, as its list has them. */
export function listedFiles(process: Process, name: string): string[] {
  const lines = (readText(process, `${INFO}/${name}.list`) ?? '').split('\n')
  return lines.filter((line) => line !== '')
}

/** Drops the list of its files. */
export function forgetFiles(process: Process, name: string): void {
  if (process.files.exists(`${INFO}/${name}.list`)) process.files.unlink(`${INFO}/${name}.list`)
}

/** What /etc/os-release says: `VERSION_CODENAME`, … */
export function osRelease(process: Process, name: string): string {
  return new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(readText(process, '/etc/os-release') ?? '')?.[1] ?? ''
}
