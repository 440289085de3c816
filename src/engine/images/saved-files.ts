// Files of an archive of images: all belong to root.
import { Buffer } from 'node:buffer'
import type { TarFile } from '../../codec/tar.ts'
import type { Reference } from '../../registry/reference.ts'
import { chainIds } from './chain.ts'
import type { Image } from './image.ts'
import type { ImageState } from './state.ts'

export interface SavedImage {
  readonly image: Image
  readonly tags: readonly Reference[]
}

const plain = { kind: 'file', mode: 0o644, uid: 0, gid: 0 } as const

export const folder = (name: string, mtime: number): TarFile => ({
  ...plain,
  kind: 'directory',
  mode: 0o755,
  name,
  mtime,
  size: 0,
})

export const bytes = (name: string, content: Uint8Array, mtime = 0): TarFile => ({
  ...plain,
  name,
  mtime,
  size: content.length,
  body: [content],
})

/** JSON with a line's end, as Go's encoder writes it. */
export const text = (name: string, value: unknown): TarFile => bytes(name, Buffer.from(`${JSON.stringify(value)}\n`))

export const link = (name: string, linkname: string, mtime: number): TarFile => ({
  ...plain,
  kind: 'symlink',
  mode: 0o777,
  name,
  linkname,
  mtime,
  size: 0,
})

export interface SavedLayer {
  readonly digest: string
  /** bytes of its archive */
  readonly size: number
  file(name: string, mtime: number): TarFile
}

/** The lowest first. */
export function layersOf(state: ImageState, { config }: Image): SavedLayer[] {
  const { diff_ids: diffIds } = config.rootfs
  return chainIds(diffIds).map((chainId, index) => {
    const size = state.layers.find(chainId)?.archiveSize ?? 0
    return {
      digest: diffIds[index]!,
      size,
      file: (name, mtime) => ({ ...plain, name, mtime, size, body: state.layers.archive(chainId) }),
    }
  })
}
