// What loading of archives of both formats has in common: a layer, and a name.
import { familiarText, type Reference } from '../../registry/reference.ts'
import { archiveProblem } from '../../storage/archive-error.ts'
import type { StoredLayer } from '../../storage/layers.ts'
import { action, type Report } from '../progress.ts'
import type { ArchiveFiles } from './archive-files.ts'
import type { ImageState } from './state.ts'

export interface Loading {
  readonly state: ImageState
  readonly files: ArchiveFiles
  readonly report: Report
  /** nothing when the client asked for no progress */
  readonly reportLayers: Report
}

/** The caller owns a share of the layer. */
export async function loadLayer(
  { state, files, reportLayers }: Loading,
  path: string,
  below: string | undefined,
  name: string,
): Promise<StoredLayer> {
  const { size, stored, chunks } = files.file(path)
  const through = (bytes: AsyncIterable<Uint8Array>) => told(bytes, size, name, reportLayers)
  try {
    if (stored === undefined) return await state.layers.register(through(chunks), below)
    return await state.layers.registerStored(stored, below, through)
  } catch (error) {
    const problem = archiveProblem(error)
    throw problem === undefined ? error : new Error(state.engine.words.unpackFailed(problem))
  }
}

export function showName(loading: Loading, tag: Reference, id: string): void {
  nameQuietly(loading, tag, id)
  loading.report({ stream: `Loaded image: ${familiarText(tag)}\n` })
}

/** Only that another image loses the name is told. */
export function nameQuietly({ state, report }: Loading, tag: Reference, id: string): void {
  const before = state.references.get(tag)
  if (before !== undefined && before !== id) {
    const name = familiarText(tag)
    report({ stream: `The image ${name} already exists, renaming the old one with ID ${before} to empty string\n` })
  }
  state.references.put(tag, id)
}

/** Bytes between two lines about progress (moby pkg/progress: ProgressReader). */
const REPORT_EVERY = 512 * 1024

async function* told(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
  id: string,
  report: Report,
): AsyncGenerator<Uint8Array> {
  let current = 0
  let reported = 0
  for await (const chunk of chunks) {
    current += chunk.length
    if (current === size || current - reported >= REPORT_EVERY) {
      reported = current
      report(action(id, 'Loading layer', { current, total: size }))
    }
    yield chunk
  }
}
