// The storage driver overlay2: the kernel's overlayfs over one directory per layer.
import type { DriverOptions, StorageDriver } from '../driver.ts'
import { layeredDriver } from '../layered-driver.ts'

/** Copies a lower file as a whole before any change of it (no metacopy), keeps deletions as whiteouts. */
export default function overlay2(options: DriverOptions): StorageDriver {
  const home = `${options.root}/overlay2`
  const driver = layeredDriver(
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
  return { ...driver, refusal }
}

/** Of a layer's options it knows one, and that one only over xfs (moby daemon/graphdriver/overlay2: CreateReadWrite). */
function refusal(options: Readonly<Record<string, string>>): string | undefined {
  const unknown = Object.keys(options).find((name) => name.toLowerCase() !== 'size')
  if (unknown !== undefined) return `Unknown option ${unknown}`
  if (Object.keys(options).length === 0) return undefined
  return "--storage-opt is supported only for overlay over xfs with 'pquota' mount option"
}
