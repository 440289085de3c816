// mockerd as `npm run build` makes it, but of the present sources and in a place of its own: dist/ may be older.
import { fileURLToPath } from 'node:url'
import { bundle } from '../scripts/bundle.ts'

let built: Promise<string> | undefined

/** The folder of the bundle; it is made once for each run of the bench. */
export function bundled(): Promise<string> {
  built ??= (async () => {
    const folder = fileURLToPath(new URL('../node_modules/.cache/mockerd-bench/dist/', import.meta.url))
    await bundle(folder)
    return folder
  })()
  return built
}
