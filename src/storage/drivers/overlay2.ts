// The storage driver overlay2: the kernel's overlayfs over one directory per layer.
import type { DriverOptions, StorageDriver } from '../driver.ts'
import { layeredDriver } from '../layered-driver.ts'

/** Copies a lower file as a whole before any change of it (no metacopy), keeps deletions as whiteouts. */
export default function overlay2(options: DriverOptions): StorageDriver {
  const home = `${options.root}/overlay2`
  return layeredDriver(
    {
      name: 'overlay2',
      rule: 'file',
      describe({ directory, lower }) {
        const place = `${home}/${directory}`
        return {
          ...(lower.length > 0 && { LowerDir: lower.map((name) => `${home}/${name}/diff`).join(':') }),
          MergedDir: `${place}/merged`,
          UpperDir: `${place}/diff`,
          WorkDir: `${place}/work`,
        }
      },
      status: () => [
        ['Backing Filesystem', 'extfs'],
        ['Supports d_type', 'true'],
        ['Using metacopy', 'false'],
        ['Native Overlay Diff', 'true'],
        ['userxattr', 'false'],
      ],
    },
    options,
  )
}
