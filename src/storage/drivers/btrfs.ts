// The storage driver btrfs: a subvolume per layer, each a snapshot of its parent.
import { humanSize, ramInBytes } from '../../codec/size.ts'
import { broken } from '../../world/refusal.ts'
import type { DriverOptions, StorageDriver } from '../driver.ts'
import { layeredDriver } from '../layered-driver.ts'
import { fileSystemBlock } from '../layout.ts'
import { readOptions, refusalOf, sizeAmong } from '../storage-options.ts'

/** Numbers of subvolumes begin here. */
const firstSubvolume = 256

/**
 * New data is written to new extents, nothing is copied before. A size is a limit of the quota group on all that the
 * subvolume refers to, also what it shares with its image (moby daemon/graphdriver/btrfs).
 */
export default function btrfs(options: DriverOptions): StorageDriver {
  if ((options.fileSystem ?? 'btrfs') !== 'btrfs') {
    throw new Error('prerequisites for driver not satisfied (wrong filesystem?)')
  }
  let smallest = 0
  readOptions(
    options,
    {
      'btrfs.min_space': (value) => {
        smallest = ramInBytes(value)
      },
    },
    (name) => `Unknown option ${name}`,
  )
  const driver = layeredDriver(
    {
      name: 'btrfs',
      layout: {
        rule: 'extent',
        blockSize: fileSystemBlock,
        searches: 1,
        directoryLinks: 'one',
        // each name stands in two indexes
        directorySize: { empty: 0, perName: (length) => 2 * length },
        counts: 'all',
        overSize: 'EDQUOT',
      },
      admit(_state, size, below) {
        if (size !== undefined && size < below) throw broken('Failed to limit qgroup for &{{{}}}: disk quota exceeded')
      },
      full: (_place, reason) => `Failed to create btrfs snapshot: ${reason}`,
      sizesAreOfFiles: true,
      describe: () => ({}),
      mount: ({ directory, number }) => ({
        source: '/dev/vda1',
        type: 'btrfs',
        options: `relatime,discard=async,space_cache=v2,subvolid=${firstSubvolume + number},subvol=/btrfs/subvolumes/${directory}`,
      }),
      status: () =>
        options.differences?.has('btrfs-tells-its-versions')
          ? [
              ['Build Version', 'Btrfs v4.20.2'],
              ['Library Version', '102'],
            ]
          : [['Btrfs', '']],
    },
    options,
  )
  return {
    ...driver,
    refusal: (asked) =>
      refusalOf(() => {
        if (!('size' in asked)) return
        const size = sizeAmong(asked) ?? 0
        if (size === 0) throw new Error(`btrfs: invalid storage size: ${humanSize(0)}`)
        if (size < smallest) throw new Error(`btrfs: storage size cannot be less than ${humanSize(smallest)}`)
      }),
    sizeOf: (asked) => ('size' in asked ? sizeAmong(asked) : undefined),
  }
}
