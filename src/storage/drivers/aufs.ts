// The storage driver aufs: a union of one directory per layer, outside of the kernel's own sources.
import type { DriverOptions, StorageDriver } from '../driver.ts'
import { layeredDriver } from '../layered-driver.ts'
import { overlayLayout } from '../layout.ts'

/** Branches of a mount, without the writable one: AUFS_BRANCH_MAX is 127. */
const mostBranches = 126

/** Copies whole files up, keeps deletions as `.wh.` files. Gone since Engine 24 (moby daemon/graphdriver/aufs). */
export default function aufs(options: DriverOptions): StorageDriver {
  const home = `${options.root}/aufs`
  const { fileSystem = 'extfs' } = options
  if (fileSystem === 'btrfs') throw new Error('backing file system is unsupported for this graph driver')
  const driver = layeredDriver(
    {
      name: 'aufs',
      layout: { ...overlayLayout, directoryLinks: 'usual' },
      deepest: mostBranches,
      marks: { form: 'aufs', opaqueXattr: '' },
      describe: () => ({}),
      mount: ({ directory }) => ({
        source: 'none',
        type: 'aufs',
        options: `relatime,si=${directory.slice(0, 16)},dio,dirperm1`,
      }),
      status: ({ layers }) => [
        ['Root Dir', home],
        ['Backing Filesystem', fileSystem.replace('-pquota', '')],
        ['Dirs', String(layers)],
        ['Dirperm1 Supported', 'true'],
      ],
      busy: ({ directory }) => `unmount ${home}/mnt/${directory}: device or resource busy`,
    },
    options,
  )
  return {
    ...driver,
    refusal: (asked) => (Object.keys(asked).length > 0 ? '--storage-opt is not supported for aufs' : undefined),
  }
}
