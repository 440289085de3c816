// How the doors become JavaScript: one bundle, with chunks for what is loaded late. The build and the bench share it.
import { build } from 'esbuild'

const doors = ['index', 'vitest', 'jest', 'msw', 'control', 'mockerd']

export async function bundle(outdir: string): Promise<void> {
  await build({
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
  })
}
