// The storage driver vfs: a directory per layer with a copy of everything, on any file system.
import { ramInBytes } from '../../codec/size.ts'
import type { DriverOptions, StorageDriver } from '../driver.ts'
import { layeredDriver } from '../layered-driver.ts'
import { plainLayout } from '../layout.ts'
import { refusalOf } from '../storage-options.ts'

const noQuotas = 'Filesystem does not support, or has not enabled quotas'

/** Every layer and every container begins with a copy of its parent (moby daemon/graphdriver/vfs). */
export default function vfs(options: DriverOptions): StorageDriver {
  const quotas = options.fileSystem === 'xfs-pquota'
  const { size, bestEffort } = readVfsOptions(options)
  if (size > 0 && !quotas) throw new Error(noQuotas)
  const driver = layeredDriver(
    {
      name: 'vfs',
      layout: plainLayout,
      size: size > 0 ? size : undefined,
      sizesAreOfFiles: true,
      describe: () => ({}),
      mount: () => ({ source: '/dev/vda1', type: quotas ? 'xfs' : 'ext4', options: 'relatime' }),
      status: () => (bestEffort ? [['Extended file attributes', 'best-effort']] : undefined),
    },
    options,
  )
  return {
    ...driver,
    refusal: (asked) =>
      refusalOf(() => {
        for (const [name, value] of Object.entries(asked)) {
          if (name !== 'size') throw new Error(`Storage opt ${name} not supported`)
          if (!quotas) throw new Error(noQuotas)
          ramInBytes(value)
        }
      }),
    sizeOf: ({ size: asked }) => (asked === undefined ? undefined : ramInBytes(asked) || undefined),
  }
}

/** Unlike other drivers it takes names of options as they are written. */
function readVfsOptions({ options = {}, differences }: DriverOptions): { size: number; bestEffort: boolean } {
  let size = 0
  let bestEffort = false
  for (const [name, value] of Object.entries(options)) {
    if (name === 'size') {
      size = ramInBytes(value)
    } else if (name === 'vfs.xattrs' && !differences?.has('vfs-keeps-all-xattrs')) {
      if (value !== 'i_want_broken_containers') {
        throw new Error('do not set the vfs.xattrs option unless you are willing to accept the consequences')
      }
      bestEffort = true
    } else {
      throw new Error(`unknown option ${name} for vfs`)
    }
  }
  return { size, bestEffort }
}
