// Which repository has which blobs, manifests and tags: small files that name digests, as the real registry keeps them.

import { MediaType } from '../../../registry/manifest.ts'
import { isDigest } from '../../../registry/reference.ts'
import type { HeldManifest, Shelf, ShelfKeeper } from '../../../registry/server/shelves.ts'
import type { Files } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { blobPath } from './blob-files.ts'

/** @param root `/var/lib/registry/docker/registry/v2` */
export function linkFiles(files: Files, root: string): ShelfKeeper {
  const repositories = `${root}/repositories`
  const known = new Map<string, Shelf>()
  for (const name of namesBelow(files, repositories, '')) known.set(name, readShelf(files, root, name))
  const note = (directory: string, digest: string, isThere: boolean): void => {
    if (isThere) {
      files.makeDirectories(directory)
      files.writeFile(`${directory}/link`, digest, 0o644)
    } else files.removeAll(directory)
  }
  return {
    known,
    blob: (name, digest, isThere) =>
      note(`${repositories}/${name}/_layers/${digest.replace(':', '/')}`, digest, isThere),
    manifest: (name, digest, isThere) =>
      note(`${repositories}/${name}/_manifests/revisions/${digest.replace(':', '/')}`, digest, isThere),
    tag(name, tag, digest) {
      const directory = `${repositories}/${name}/_manifests/tags/${tag}`
      if (digest === undefined) return files.removeAll(directory)
      note(`${directory}/current`, digest, true)
      note(`${directory}/index/${digest.replace(':', '/')}`, digest, true)
    },
  }
}

/** Repositories are directories that have what begins with an underscore: `team/app/_manifests`. */
function* namesBelow(files: Files, directory: string, name: string): Generator<string> {
  const entries = listed(files, directory)
  if (entries.some((entry) => entry.startsWith('_'))) yield name
  for (const entry of entries) {
    if (!entry.startsWith('_'))
      yield* namesBelow(files, `${directory}/${entry}`, name === '' ? entry : `${name}/${entry}`)
  }
}

function readShelf(files: Files, root: string, name: string): Shelf {
  const directory = `${root}/repositories/${name}`
  const links = (path: string): string[] =>
    listed(files, `${directory}/${path}`).flatMap((entry) => linkIn(files, `${directory}/${path}/${entry}`) ?? [])
  const manifests = new Map<string, HeldManifest>()
  for (const digest of links('_manifests/revisions/sha256')) {
    const manifest = heldManifest(files, root, digest)
    if (manifest) manifests.set(digest, manifest)
  }
  const tags = new Map<string, string>()
  for (const tag of listed(files, `${directory}/_manifests/tags`)) {
    const digest = linkIn(files, `${directory}/_manifests/tags/${tag}/current`)
    if (digest !== undefined) tags.set(tag, digest)
  }
  return { blobs: new Set(links('_layers/sha256')), manifests, tags }
}

/** Undefined for what lies there and is no manifest. */
function heldManifest(files: Files, root: string, digest: string): HeldManifest | undefined {
  const path = blobPath(root, digest)
  if (!files.exists(path)) return undefined
  try {
    const manifest = JSON.parse(files.readText(path)) as { mediaType?: string; manifests?: unknown } | null
    if (manifest === null) return undefined
    const mediaType = manifest.mediaType ?? (manifest.manifests ? MediaType.index : MediaType.manifest)
    return { mediaType, digest, size: files.stat(path).size }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function linkIn(files: Files, directory: string): string | undefined {
  const path = `${directory}/link`
  const digest = files.exists(path) ? files.readText(path).trim() : ''
  return isDigest(digest) ? digest : undefined
}

function listed(files: Files, directory: string): string[] {
  try {
    return files.list(directory)
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}
