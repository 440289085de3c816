// Looks at the package as a stranger would get it: `npm run check:package`, after a build.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MiB = 2 ** 20
/** bytes of the tarball, at most */
const PACKED = 3 * MiB
/** bytes that lie in node_modules of an empty project after it was installed, at most */
const INSTALLED = 25 * MiB

const root = join(import.meta.dirname, '..')
const directory = mkdtempSync(join(tmpdir(), 'mockerd-package-'))

interface Packed {
  readonly filename: string
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

const run = (command: string, args: readonly string[]): void => {
  execFileSync(join(root, 'node_modules', '.bin', command), args, { cwd: root, stdio: 'inherit' })
}

/** Bytes of the files of a project that has nothing but the package. */
function installedSize(tarball: string): number {
  const project = join(directory, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "private": true }')
  const flags = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  execFileSync('npm', ['install', ...flags, tarball], { cwd: project, stdio: 'inherit' })
  const entries = readdirSync(join(project, 'node_modules'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

/** Says how big it is; throws when that is too big. */
function weigh(what: string, bytes: number, most: number): void {
  const size = `${(bytes / MiB).toFixed(1)} MiB of at most ${most / MiB}`
  if (bytes > most) throw new Error(`${what} has ${size}`)
  console.log(`${what} has ${size}`)
}

/** What is published beside dist/. */
const beside = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']

try {
  const packing = ['pack', '--json', '--ignore-scripts', '--pack-destination', directory]
  const [packed] = JSON.parse(execFileSync('npm', packing, { cwd: root, encoding: 'utf8' })) as Packed[]
  const paths = packed!.files.map(({ path }) => path)
  const missing = beside.filter((name) => !paths.includes(name))
  if (missing.length > 0) throw new Error(`the package lacks ${missing.join(', ')}`)
  const strange = paths.filter((path) => !/^(dist|scenarios)\//.test(path) && !beside.includes(path))
  if (strange.length > 0) throw new Error(`the package has what nobody needs: ${strange.join(', ')}`)
  const tarball = join(directory, packed!.filename)
  weigh(`the tarball of ${paths.length} files`, packed!.size, PACKED)
  weigh('what is installed with its dependencies', installedSize(tarball), INSTALLED)
  run('publint', ['run', tarball, '--strict'])
  run('attw', [
    tarball,
    '--profile',
    'node16',
    '--ignore-rules',
    'cjs-resolves-to-esm',
    '--no-definitely-typed',
    '--format',
    'ascii',
  ])
  run('knip', [])
  console.log('the package is sound')
} catch (error) {
  console.error(`check:package: ${(error as Error).message}`)
  process.exitCode = 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}
