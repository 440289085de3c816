// The archive of images as engines before 25.0 write it: a folder for each layer, named as before 1.10.
import { Buffer } from 'node:buffer'
import type { TarFile } from '../../codec/tar.ts'
import { familiarName } from '../../registry/reference.ts'
import { type ArchivedImage, parentIn, repositoriesOf } from './archive-format.ts'
import { legacyImages } from './legacy-image.ts'
import { bytes, folder, layersOf, link, type SavedImage, text } from './saved-files.ts'
import type { ImageState } from './state.ts'

const version = Buffer.from('1.0')

/** In the order of their paths, as dockerd writes them. */
export function* folderLayout(state: ImageState, list: readonly SavedImage[]): Generator<TarFile> {
  const files = new Map<string, TarFile>()
  const first = new Map<string, string>()
  const described = list.map((saved) => ({ ...describe(state, saved, files, first), ...parentIn(list, saved.image) }))
  for (const path of [...files.keys()].sort()) yield files.get(path)!
  yield text('manifest.json', described)
  if (list.some(({ tags }) => tags.length > 0)) {
    yield text(
      'repositories',
      repositoriesOf(list, ({ config }) => legacyImages(config).at(-1)?.id ?? ''),
    )
  }
}

/** Adds the files of an image. `first`: where the archive of a layer lies that comes again. */
function describe(
  state: ImageState,
  { image, tags }: SavedImage,
  files: Map<string, TarFile>,
  first: Map<string, string>,
): ArchivedImage {
  const created = image.created ?? 0
  const add = (file: TarFile): void => {
    files.set(file.name, file)
  }
  const legacy = legacyImages(image.config)
  for (const [index, layer] of layersOf(state, image).entries()) {
    const { id, json } = legacy[index]!
    if (files.has(`${id}/`)) continue
    const known = first.get(layer.digest)
    // dockerd sets the times of a folder when it has written the layer into it
    const mtime = known === undefined ? created : state.world.clock.now()
    add(folder(`${id}/`, mtime))
    add(bytes(`${id}/VERSION`, version, mtime))
    add(bytes(`${id}/json`, json, mtime))
    const name = `${id}/layer.tar`
    add(known === undefined ? layer.file(name, mtime) : link(name, `../${known}`, mtime))
    if (known === undefined) first.set(layer.digest, name)
  }
  const Config = `${image.id.slice('sha256:'.length)}.json`
  add(bytes(Config, image.bytes, created))
  return {
    Config,
    RepoTags: tags.length > 0 ? tags.map((tag) => `${familiarName(tag)}:${tag.tag}`) : null,
    Layers: legacy.map(({ id }) => `${id}/layer.tar`),
  }
}
