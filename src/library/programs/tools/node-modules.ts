// What package managers of Node.js leave behind: node_modules with packages in name.

import type { Process } from '../../../runtime/process.ts'
import { binary } from '../../../runtime/programs.ts'
import { versionOf } from './catalogue.ts'
import { readText } from './read-text.ts'

type Versions = Readonly<Record<string, string>>

export interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Versions
  readonly devDependencies?: Versions
}

/** package.json; `missing` if there is none, and a SyntaxError's words if it is no JSON. */
export function readManifest(process: Process): Manifest | 'missing' | { readonly mistake: string } {
  const text = readText(process, 'package.json')
  if (text === undefined) return 'missing'
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : { mistake: 'not an object' }
  } catch (error) {
    return { mistake: (error as Error).message }
  }
}

/** Name -> version of what is to be there: what the lock says, or else what package.json asks for. */
export function wantedPackages(process: Process, manifest: Manifest, withoutDevelopment: boolean): Map<string, string> {
  const direct = { ...manifest.dependencies, ...(withoutDevelopment ? {} : manifest.devDependencies) }
  const wanted = new Map(Object.entries(direct).map(([name, range]) => [name, exact(name, range)]))
  for (const [name, version] of lockedPackages(process, withoutDevelopment)) wanted.set(name, version)
  return wanted
}

/** `^1.2.3` is taken at its word. */
const exact = (name: string, range: string): string =>
  /\d+\.\d+\.\d+[\w.+-]*/.exec(range)?.[0] ?? versionOf(name, 'npm').split('-')[0]!

function lockedPackages(process: Process, withoutDevelopment: boolean): [string, string][] {
  try {
    const lock = JSON.parse(readText(process, 'package-lock.json') ?? '{}') as {
      packages?: Readonly<Record<string, { version?: string; dev?: boolean }>>
    }
    return Object.entries(lock.packages ?? {}).flatMap(([path, { version = '1.0.0', dev = false }]) => {
      const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1]
      return name === undefined || (dev && withoutDevelopment) ? [] : [[name, version] as [string, string]]
    })
  } catch {
    return []
  }
}

/** Makes the packages that are not there; how many that were. */
export function writePackages(process: Process, packages: ReadonlyMap<string, string>, root = 'node_modules'): number {
  const { files } = process
  let added = 0
  for (const [name, version] of packages) {
    if (files.exists(`${root}/${name}/package.json`)) continue
    added++
    files.makeDirectories(`${root}/${name}`)
    files.writeFile(
      `${root}/${name}/package.json`,
      `${JSON.stringify({ name, version, main: 'index.js' }, undefined, 2)}\n`,
    )
    files.writeFile(`${root}/${name}/index.js`, 'module.exports = {}\n')
  }
  return added
}

const commands: Readonly<Record<string, string>> = {
  typescript: 'tsc',
  '@angular/cli': 'ng',
  '@nestjs/cli': 'nest',
  '@vue/cli-service': 'vue-cli-service',
}

/** Packages whose command is simulated. */
const simulated = ['npm', 'pnpm', 'yarn']

/** The commands of packages, in `folder`. */
export function writeCommands(process: Process, names: Iterable<string>, folder: string): void {
  process.files.makeDirectories(folder)
  for (const name of names) {
    const path = `${folder}/${commands[name] ?? name.replace(/^@[^/]+\//, '')}`
    if (!process.files.exists(path))
      process.files.writeFile(path, binary(simulated.includes(name) ? name : 'node-command'), 0o755)
  }
}
