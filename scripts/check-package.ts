// Looks at the package as a stranger would get it: `npm run check:package`, after a build.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
  console.log(`${paths.length} files, ${Math.ceil(packed!.size / 1024)} KiB packed`)

  const tarball = join(directory, packed!.filename)
  run('publint', ['run', tarball, '--strict'])
  run('attw', [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii'])
  run('knip', [])
  console.log('the package is sound')
} catch (error) {
  console.error(`check:package: ${(error as Error).message}`)
  process.exitCode = 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}
