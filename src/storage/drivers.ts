// The storage drivers that there are, one file each in drivers/.
import type { DriverFactory } from './driver.ts'
import aufs from './drivers/aufs.ts'
import btrfs from './drivers/btrfs.ts'
import devicemapper from './drivers/devicemapper.ts'
import fuseOverlayfs from './drivers/fuse-overlayfs.ts'
import overlay from './drivers/overlay.ts'
import overlay2 from './drivers/overlay2.ts'
import overlayfs from './drivers/overlayfs.ts'
import vfs from './drivers/vfs.ts'
import zfs from './drivers/zfs.ts'

/** By the name that `--storage-driver` takes. */
export const drivers: { readonly overlay2: DriverFactory } & Readonly<Record<string, DriverFactory>> = {
  aufs,
  btrfs,
  devicemapper,
  'fuse-overlayfs': fuseOverlayfs,
  overlay,
  overlay2,
  overlayfs,
  vfs,
  zfs,
}
