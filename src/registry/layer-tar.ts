// Writes a layer of a recipe as a tar archive: same entries, same bytes.
import { Buffer } from 'node:buffer'
import { type Header, pack } from 'tar-stream'
import type { LayerEntry } from './recipe.ts'

/** @param mtime ms since 1970, for every entry */
export async function layerTar(entries: readonly LayerEntry[], mtime: number): Promise<Uint8Array> {
  const archive = pack()
  // tar-stream asks a Date for its milliseconds and for nothing else
  const moment = { getTime: () => mtime } as NonNullable<Header['mtime']>
  const ordered = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  for (const entry of ordered) {
    const owner = { uid: entry.uid ?? 0, gid: entry.gid ?? 0, mtime: moment }
    if (entry.kind === 'file') {
      archive.entry({ ...owner, name: entry.path, type: 'file', mode: entry.mode }, Buffer.from(entry.content))
    } else if (entry.kind === 'directory') {
      archive.entry({ ...owner, name: `${entry.path}/`, type: 'directory', mode: entry.mode })
    } else {
      archive.entry({ ...owner, name: entry.path, type: 'symlink', mode: 0o777, linkname: entry.target })
    }
  }
  archive.finalize()
  const chunks: Uint8Array[] = []
  for await (const chunk of archive) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}
