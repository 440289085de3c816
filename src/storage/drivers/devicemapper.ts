// The storage driver devicemapper: a thin device per layer, each a snapshot of its parent, in one pool of blocks.
import { digestOf } from '../../codec/digest.ts'
import { humanSize } from '../../codec/size.ts'
import { broken } from '../../world/refusal.ts'
import type { DriverOptions, StorageDriver } from '../driver.ts'
import { layeredDriver } from '../layered-driver.ts'
import { refusalOf, sizeAmong } from '../storage-options.ts'
import { baseDevice, poolFull, poolStatus, poolUse, thinPool } from '../thin-pool.ts'

/** major and minor number of the file system of the data root */
const disk = '254:1'

/**
 * The first write to a block of the image copies that block, however large the file. Each container has a device of
 * `dm.basesize` or more. Gone since Engine 25 (moby daemon/graphdriver/devmapper).
 */
export default function devicemapper(options: DriverOptions): StorageDriver {
  const pool = thinPool(options)
  const home = `${options.root}/devicemapper`
  // dockerd takes the number of its directory's inode: always the same one for the same place
  const inode = Number.parseInt(digestOf(home).slice(-6), 16)
  const prefix = `docker-${disk}-${inode}`
  const sizeAsked = (asked: Readonly<Record<string, string>>): number => sizeAmong(asked) ?? 0
  const driver = layeredDriver(
    {
      name: 'devicemapper',
      layout: {
        rule: 'block',
        blockSize: pool.blockSize,
        searches: 1,
        directoryLinks: 'usual',
        counts: 'all',
        overSize: 'ENOSPC',
      },
      size: pool.baseSize,
      space: Math.max(0, pool.dataSize - baseDevice),
      admit(state) {
        const reason = poolFull(pool, poolUse(pool, state))
        if (reason !== undefined) throw broken(reason)
      },
      full(_place, reason) {
        const use = poolUse(pool, { layers: 0, waiting: 0, taken: () => [] })
        return poolFull(pool, { ...use, dataUsed: use.dataTotal }) ?? `devmapper: Error creating snap device: ${reason}`
      },
      sizesAreOfFiles: true,
      describe: ({ directory, number, size }) => ({
        DeviceId: String(number + 1),
        DeviceName: `${prefix}-${directory}`,
        DeviceSize: String(size ?? pool.baseSize),
      }),
      mount: ({ directory }) => ({
        source: `/dev/mapper/${prefix}-${directory}`,
        type: pool.fileSystem,
        options:
          pool.fileSystem === 'xfs'
            ? 'relatime,nouuid,attr2,inode64,logbsize=64k,sunit=128,swidth=128,noquota'
            : 'relatime,stripe=16,data=ordered',
      }),
      status: (state) => poolStatus(pool, pool.device ?? `${prefix}-pool`, home, state),
      busy: ({ directory }) =>
        pool.deferredDeletion ? undefined : `failed to remove device ${directory}: Device is Busy`,
    },
    options,
  )
  return {
    ...driver,
    refusal: (asked) =>
      refusalOf(() => {
        const size = sizeAsked(asked)
        if (size !== 0 && size < pool.baseSize) {
          throw new Error(`devmapper: Container size cannot be smaller than ${humanSize(pool.baseSize)}`)
        }
      }),
    sizeOf: (asked) => sizeAsked(asked) || undefined,
  }
}
