// Where the drivers over overlayfs keep a layer: four directories of one of its own.
import type { Place } from './driver-traits.ts'

/** `GraphDriver.Data` of overlay2 and fuse-overlayfs, under the driver's own directory. */
export function overlayPlaces(home: string, { directory, lower }: Place): Record<string, string> {
  const place = `${home}/${directory}`
  return {
    ...(lower.length > 0 && { LowerDir: lower.map((below) => `${home}/${below.directory}/diff`).join(':') }),
    MergedDir: `${place}/merged`,
    UpperDir: `${place}/diff`,
    WorkDir: `${place}/work`,
  }
}

/** Layers below one, at most: what fits into the options of a mount. */
export const overlayDepth = 128
