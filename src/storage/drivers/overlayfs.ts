// containerd's snapshotter overlayfs, which Engine 29 uses where it did not find images of a storage driver.
import type { DriverOptions, StorageDriver } from '../driver.ts'
import { layeredDriver } from '../layered-driver.ts'
import { overlayLayout } from '../layout.ts'

const home = '/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots'

/** Options are no business of a snapshotter: dockerd does not even look at them. */
export default function overlayfs(options: DriverOptions): StorageDriver {
  const driver = layeredDriver(
    {
      name: 'overlayfs',
      layout: overlayLayout,
      marks: { form: 'overlay', opaqueXattr: 'trusted.overlay.opaque' },
      describe: ({ number, lower }) => ({
        ...(lower.length > 0 && { LowerDir: lower.map((below) => `${home}/${below.number}/fs`).join(':') }),
        UpperDir: `${home}/${number}/fs`,
        WorkDir: `${home}/${number}/work`,
      }),
      status: () => [['driver-type', 'io.containerd.snapshotter.v1']],
    },
    options,
  )
  return { ...driver, snapshotter: true }
}
