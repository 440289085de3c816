// The storage driver fuse-overlayfs: overlayfs as a process of its own, for daemons without root.
import type { DriverOptions, StorageDriver } from '../driver.ts'
import { layeredDriver } from '../layered-driver.ts'
import { overlayLayout } from '../layout.ts'
import { overlayDepth, overlayPlaces } from '../overlay-places.ts'

/** Takes no options of the daemon and refuses those of containers (moby daemon/graphdriver/fuse-overlayfs). */
export default function fuseOverlayfs(options: DriverOptions): StorageDriver {
  const home = `${options.root}/fuse-overlayfs`
  const driver = layeredDriver(
    {
      name: 'fuse-overlayfs',
      layout: overlayLayout,
      deepest: overlayDepth,
      marks: { form: 'overlay', opaqueXattr: 'user.fuseoverlayfs.opaque' },
      describe: (place) => overlayPlaces(home, place),
      mount: () => ({
        source: 'fuse-overlayfs',
        type: 'fuse.fuse-overlayfs',
        options: 'nodev,noatime,user_id=0,group_id=0,default_permissions,allow_other',
      }),
      status: () => [],
      busy: ({ directory }) => `unlinkat ${home}/${directory}/merged: device or resource busy`,
    },
    options,
  )
  return {
    ...driver,
    refusal: (asked) => (Object.keys(asked).length > 0 ? '--storage-opt is not supported' : undefined),
  }
}
