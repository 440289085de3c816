// The storage driver overlay2: the kernel's overlayfs over one directory per layer.
import { ramInBytes } from '../../codec/size.ts'
import type { DriverOptions, StorageDriver } from '../driver.ts'
import { layeredDriver } from '../layered-driver.ts'
import { overlayLayout } from '../layout.ts'
import { overlayDepth, overlayPlaces } from '../overlay-places.ts'
import { readOptions, refusalOf, sizeAmong } from '../storage-options.ts'

/**
 * Copies a lower file as a whole before any change of it (no metacopy), keeps deletions as whiteouts. A size needs xfs
 * with project quotas (moby daemon/graphdriver/overlay2).
 */
export default function overlay2(options: DriverOptions): StorageDriver {
  const home = `${options.root}/overlay2`
  const { fileSystem = 'extfs' } = options
  const quotas = fileSystem === 'xfs-pquota'
  const backing = fileSystem.replace('-pquota', '')
  const size = sizeOption(options)
  if (size > 0 && backing !== 'xfs') {
    throw new Error(`Storage Option overlay2.size only supported for backingFS XFS. Found ${backing}`)
  }
  if (size > 0 && !quotas) {
    throw new Error(
      'Storage option overlay2.size not supported. Filesystem does not support Project Quota: Filesystem does not support, or has not enabled quotas',
    )
  }
  const driver = layeredDriver(
    {
      name: 'overlay2',
      layout: overlayLayout,
      deepest: overlayDepth,
      marks: { form: 'overlay', opaqueXattr: 'trusted.overlay.opaque' },
      size: size > 0 ? size : undefined,
      describe: (place) => overlayPlaces(home, place),
      status: () => [
        ['Backing Filesystem', backing],
        ['Supports d_type', 'true'],
        ['Using metacopy', 'false'],
        ['Native Overlay Diff', 'true'],
        ['userxattr', 'false'],
      ],
      busy: ({ directory }) => `unlinkat ${home}/${directory}/merged: device or resource busy`,
    },
    options,
  )
  return {
    ...driver,
    refusal: (asked) =>
      'size' in asked && !quotas
        ? "--storage-opt is supported only for overlay over xfs with 'pquota' mount option"
        : refusalOf(() => sizeAmong(asked)),
    sizeOf: (asked) => sizeAmong(asked) || undefined,
  }
}

function sizeOption(options: DriverOptions): number {
  let size = 0
  const kernelCheck = options.differences?.has('overlay2-may-check-the-kernel')
  readOptions(
    options,
    {
      'overlay2.size': (value) => {
        size = ramInBytes(value)
      },
      ...(kernelCheck && { 'overlay2.override_kernel_check': () => {} }),
    },
    (name) => `overlay2: unknown option ${name}`,
  )
  return size
}
