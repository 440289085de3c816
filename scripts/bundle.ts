// How the doors become JavaScript: one bundle, with chunks for what is loaded late. The build and the bench share it.
import { readFile } from 'node:fs/promises'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { writeCommonJs } from './commonjs.ts'

const doors = [
  'index',
  'vitest',
  'jest',
  'jest-environment-node',
  'jest-setup',
  'jest-teardown',
  'msw',
  'control',
  'mockerd',
]

/** What the command needs as it starts, with all that it imports. */
const core = 'src/daemon/command.ts'

export async function bundle(outdir: string): Promise<void> {
  const options = {
    entryPoints: doors.map((door) => `src/${door}.ts`),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    chunkNames: 'chunks/[name]-[hash]',
    // a third less to read and parse; names stay, for stack traces
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
  } as const satisfies BuildOptions
  const { metafile } = await build({ ...options, write: false, metafile: true })
  await build({ ...options, plugins: [oneCore(metafile)] })
  writeCommonJs(outdir)
}

/**
 * Keeps the core in one chunk. esbuild gives modules a chunk for each set of entries that reach them, and what is loaded
 * late is an entry: the core would be some sixty small files, which take longer to find than to compile. With every late
 * module reaching all of the core, there is one set.
 */
function oneCore({ inputs }: Metafile): Plugin {
  const early = reachedFrom(core, inputs)
  const late = new Set(
    Object.values(inputs)
      .flatMap(({ imports }) => imports.filter(({ kind, external }) => kind === 'dynamic-import' && !external))
      .map(({ path }) => path)
      .filter((path) => !early.has(path)),
  )
  return {
    name: 'one-core',
    setup({ onLoad, initialOptions: { absWorkingDir = process.cwd() } }) {
      onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        if (!late.has(path.slice(absWorkingDir.length + 1))) return undefined
        const source = await readFile(path, 'utf8')
        return { contents: `${source}\nexport { runCommand as core } from '${absWorkingDir}/${core}'\n`, loader: 'ts' }
      })
    },
  }
}

function reachedFrom(entry: string, inputs: Metafile['inputs']): Set<string> {
  const reached = new Set([entry])
  for (const path of reached) {
    for (const { path: next, kind, external } of inputs[path]!.imports) {
      if (kind === 'import-statement' && !external) reached.add(next)
    }
  }
  return reached
}
