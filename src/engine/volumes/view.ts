// A volume as lists and inspect show it.
import { sortedMap } from '../../codec/sorted-map.ts'
import { rfc3339 } from '../../codec/timestamp.ts'
import { treeSize } from './size.ts'
import type { Volume } from './volume.ts'

/** In the order of moby's api/types/volume.Volume. */
export function volumeView(volume: Volume): Record<string, unknown> {
  const { name, driver, created, labels, mountpoint, options } = volume
  return {
    CreatedAt: rfc3339(Math.floor(created / 1000) * 1000),
    Driver: driver,
    Labels: sortedMap(labels),
    Mountpoint: mountpoint,
    Name: name,
    Options: sortedMap(options),
    Scope: 'local',
  }
}

/** With what it holds and how many containers have it; only /system/df tells. */
export const volumeUsage = (volume: Volume): Record<string, unknown> => ({
  ...volumeView(volume),
  UsageData: { RefCount: volume.claims.size, Size: treeSize(volume.tree) },
})
