// The storage driver zfs: a dataset per layer, each a clone of a snapshot of its parent.
import { ramInBytes } from '../../codec/size.ts'
import { newId } from '../../world/ids.ts'
import type { DriverOptions, StorageDriver } from '../driver.ts'
import { layeredDriver } from '../layered-driver.ts'
import { defaultSpace } from '../room.ts'
import { readOptions, refusalOf } from '../storage-options.ts'

/** bytes: the record size of a dataset, unless set otherwise */
const recordSize = 128 * 1024
/** bytes of an empty dataset */
const emptyDataset = 98_304

/**
 * A changed record of a file is written to a new place; a size is the quota of the container's own dataset, without
 * what it shares with its image. Like dockerd it tells of the pool as it was at its start (moby daemon/graphdriver/zfs).
 */
export default function zfs(options: DriverOptions): StorageDriver {
  let parent: string | undefined
  readOptions(
    options,
    {
      'zfs.fsname': (value) => {
        parent = value
      },
    },
    (name) => `Unknown option ${name}`,
  )
  if (parent === undefined && (options.fileSystem ?? 'zfs') !== 'zfs') {
    throw new Error('prerequisites for driver not satisfied (wrong filesystem?)')
  }
  const dataset = parent ?? 'zpool-docker'
  const failed = (command: string, reason: string): string => `exit status 1: "/usr/sbin/zfs ${command}" => ${reason}\n`
  const driver = layeredDriver(
    {
      name: 'zfs',
      layout: {
        rule: 'extent',
        blockSize: recordSize,
        searches: 1,
        directoryLinks: 'usual',
        // names are counted, with . and ..
        directorySize: { empty: 2, perName: () => 1 },
        counts: 'own',
        overSize: 'EDQUOT',
      },
      sizesAreOfFiles: true,
      describe: ({ directory }) => ({
        Dataset: `${dataset}/${directory}`,
        Mountpoint: `${options.root}/zfs/graph/${directory}`,
      }),
      mount: ({ directory }) => ({ source: `${dataset}/${directory}`, type: 'zfs', options: 'relatime,xattr,noacl' }),
      status: () => [
        ['Zpool', dataset.split('/')[0]!],
        ['Zpool Health', 'ONLINE'],
        ['Parent Dataset', dataset],
        ['Space Used By Parent', String(emptyDataset)],
        ['Space Available', String((options.space ?? defaultSpace) - emptyDataset)],
        ['Parent Quota', 'no'],
        ['Compression', 'off'],
      ],
      full({ directory }, reason) {
        const name = `${dataset}/${directory}`
        const why = reason === 'no space left on device' ? 'out of space' : reason
        return failed(`create -o mountpoint=legacy ${name}`, `cannot create '${name}': ${why}`)
      },
      filesHold: true,
      busy({ directory }) {
        const name = `${dataset}/${directory}`
        return failed(`destroy -r ${name}`, `cannot destroy '${name}': dataset is busy`)
      },
    },
    options,
  )
  return {
    ...driver,
    refusal: (asked) =>
      refusalOf(() => {
        const size = quotaAmong(asked)
        if (size === undefined || size === '0') return
        const name = `${dataset}/${newId(options.random)}`
        const refused = (reason: string): Error =>
          new Error(failed(`set quota=${size} ${name}`, `cannot set property for '${name}': ${reason}`))
        if (!/^\d+(\.\d+)?[bkmgtp]?i?b?$/i.test(size)) throw refused(`bad numeric value '${size}'`)
      }),
    sizeOf(asked) {
      const size = quotaAmong(asked)
      return size === undefined ? undefined : ramInBytes(size) || undefined
    },
  }
}

/** dockerd hands the size to the command zfs as it is. */
function quotaAmong(options: Readonly<Record<string, string>>): string | undefined {
  let size: string | undefined
  for (const [name, value] of Object.entries(options)) {
    if (name.toLowerCase() !== 'size') throw new Error(`Unknown option ${name.toLowerCase()}`)
    size = value
  }
  return size
}
