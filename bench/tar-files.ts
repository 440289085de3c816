// An image of 256 MB in an archive as `docker save` writes it, and the same files in a plain archive.
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { digestOf } from '../src/codec/digest.ts'
import type { TarFile } from '../src/codec/tar.ts'
import { writeTar } from '../src/codec/write-tar.ts'

export interface TarFiles {
  readonly image: string
  readonly files: string
  /** bytes of each */
  readonly size: number
}

const plain = { kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0 } as const
const MB = 1_000_000

/** Large files, and as many small ones as an image of that size has. */
function* entries(): Generator<TarFile> {
  const bytes = randomBytes(MB)
  for (const name of ['bench/', 'into/']) yield { ...plain, kind: 'directory', mode: 0o755, name, size: 0 }
  for (let i = 0; i < 200; i++) {
    bytes.writeUInt32LE(i)
    yield { ...plain, name: `bench/large-${i}`, size: MB, body: [Buffer.from(bytes)] }
  }
  for (let i = 0; i < 7000; i++) {
    const body = Buffer.from(bytes.subarray(i, i + 8000))
    yield { ...plain, name: `bench/small-${i}`, size: body.length, body: [body] }
  }
}

export async function makeTarFiles(folder: string): Promise<TarFiles> {
  const chunks: Uint8Array[] = []
  for await (const chunk of writeTar(entries())) chunks.push(chunk)
  const layer = Buffer.concat(chunks)
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
    }),
  )
  const manifest = Buffer.from(
    JSON.stringify([{ Config: 'config.json', RepoTags: ['bench:tar'], Layers: ['layer.tar'] }]),
  )
  const file = (name: string, body: Buffer): TarFile => ({ ...plain, name, size: body.length, body: [body] })
  const image = join(folder, 'image.tar')
  const files = join(folder, 'files.tar')
  const archive = writeTar([file('layer.tar', layer), file('config.json', config), file('manifest.json', manifest)])
  await pipeline(Readable.from(archive), createWriteStream(image))
  await pipeline(Readable.from([layer]), createWriteStream(files))
  return { image, files, size: layer.length }
}
