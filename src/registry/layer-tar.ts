// Writes a layer of a recipe as a tar archive: same entries, same bytes.
import { Buffer } from 'node:buffer'
import type { TarFile } from '../codec/tar.ts'
import { writeTar } from '../codec/write-tar.ts'
import type { LayerEntry } from './recipe.ts'

/** @param mtime ms since 1970, for every entry */
export async function layerTar(entries: readonly LayerEntry[], mtime: number): Promise<Uint8Array> {
  const ordered = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const chunks: Uint8Array[] = []
  for await (const chunk of writeTar(ordered.map((entry) => tarFile(entry, mtime)))) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function tarFile(entry: LayerEntry, mtime: number): TarFile {
  const { uid = 0, gid = 0, path, kind } = entry
  const owner = { uid, gid, mtime, kind }
  switch (entry.kind) {
    case 'file':
      return { ...owner, name: path, mode: entry.mode, size: entry.content.length, body: [entry.content] }
    case 'directory':
      return { ...owner, name: `${path}/`, mode: entry.mode, size: 0 }
    case 'symlink':
      return { ...owner, name: path, mode: 0o777, size: 0, linkname: entry.target }
  }
}
