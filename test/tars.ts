// Tar archives as tests write and read them.
import { Buffer } from 'node:buffer'
import { readTar } from '../src/codec/read-tar.ts'
import type { TarFile } from '../src/codec/tar.ts'
import { writeTar } from '../src/codec/write-tar.ts'

/** A file of root with mode 0644, of one second after 1970; `name/` is a directory. */
export const tarEntry = (name: string, content = '', more: Partial<TarFile> = {}): TarFile => {
  const bytes = Buffer.from(content)
  const plain = { name, uid: 0, gid: 0, mtime: 1000 }
  if (name.endsWith('/')) return { ...plain, kind: 'directory', mode: 0o755, size: 0, ...more }
  return { ...plain, kind: 'file', mode: 0o644, size: bytes.length, body: [bytes], ...more }
}

export async function tarBytes(entries: Iterable<TarFile>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of writeTar(entries)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** What is in an archive: content by name; of what is no file `-> target` or its kind. */
export async function tarContents(archive: AsyncIterable<Uint8Array>): Promise<Record<string, string>> {
  const contents: Record<string, string> = {}
  for await (const { name, kind, linkname, body } of readTar(archive)) {
    if (kind !== 'file') contents[name] = linkname === undefined ? kind : `-> ${linkname}`
    else {
      const chunks: Uint8Array[] = []
      for await (const chunk of body) chunks.push(chunk)
      contents[name] = Buffer.concat(chunks).toString()
    }
  }
  return contents
}
