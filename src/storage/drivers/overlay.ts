// The storage driver overlay: overlayfs over two directories, an image's whole tree and a container's changes.
import type { DriverOptions, StorageDriver } from '../driver.ts'
import type { Place } from '../driver-traits.ts'
import { layeredDriver } from '../layered-driver.ts'
import { overlayLayout } from '../layout.ts'
import { readOptions } from '../storage-options.ts'

/**
 * An image's layer holds the whole tree: what it has from its parent are hard links, made with the layer, so that a
 * container looks in two places however many layers its image has. Gone since Engine 24 (moby daemon/graphdriver/overlay).
 */
export default function overlay(options: DriverOptions): StorageDriver {
  readOptions(options, {}, (name) => `overlay: unknown option ${name}`)
  const home = `${options.root}/overlay`
  const driver = layeredDriver(
    {
      name: 'overlay',
      layout: { ...overlayLayout, searches: 2 },
      marks: { form: 'overlay', opaqueXattr: 'trusted.overlay.opaque' },
      linksAtCreate: true,
      sizesAreOfFiles: true,
      describe: (place) => places(home, place),
      status: () => [
        ['Backing Filesystem', (options.fileSystem ?? 'extfs').replace('-pquota', '')],
        ['Supports d_type', 'true'],
      ],
      busy: ({ directory }) => `unlinkat ${home}/${directory}/merged: device or resource busy`,
    },
    options,
  )
  return {
    ...driver,
    refusal: (asked) => (Object.keys(asked).length > 0 ? '--storage-opt is not supported for overlay' : undefined),
  }
}

/** The init layer is copied into the container's own, so both lie on the image's top layer. */
function places(home: string, { directory, kind, lower }: Place): Record<string, string> {
  const image = lower.find((below) => below.kind === 'committed')
  const place = `${home}/${directory}`
  if (kind === 'committed' || image === undefined) return { RootDir: `${place}/root` }
  return {
    LowerDir: `${home}/${image.directory}/root`,
    MergedDir: `${place}/merged`,
    UpperDir: `${place}/upper`,
    WorkDir: `${place}/work`,
  }
}
