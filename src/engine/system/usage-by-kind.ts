// GET /system/df from 1.52 on: sums for each kind of thing (moby daemon/disk_usage.go).
import type { DiskUsage } from './disk-usage.ts'

interface KindUsage {
  readonly ActiveCount?: number
  readonly Items?: readonly unknown[]
  readonly Reclaimable?: number
  readonly TotalCount?: number
  readonly TotalSize?: number
}

interface ContainerItem {
  readonly State: string
  readonly SizeRw?: number
}

interface VolumeItem {
  readonly UsageData?: { readonly Size: number; readonly RefCount: number }
}

const up = ['running', 'paused', 'restarting']

/** What was not asked for is left out, and so is what is zero, as Go does. */
export function usageByKind(usage: DiskUsage): Record<string, KindUsage> {
  const { Images, Containers, Volumes, BuildCache } = usage
  return {
    ...(Images && { ImageUsage: ofImages(Images, usage.LayersSize) }),
    ...(Containers ? { ContainerUsage: ofContainers(Containers as readonly ContainerItem[]) } : {}),
    ...(Volumes && { VolumeUsage: ofVolumes(Volumes as readonly VolumeItem[]) }),
    ...(BuildCache && { BuildCacheUsage: {} }),
  }
}

/** What unused images share with others counts as reclaimable, as dockerd has it. */
function ofImages(items: NonNullable<DiskUsage['Images']>, size: number): KindUsage {
  const unused = items.filter(({ Containers }) => Containers === 0)
  const own = unused.reduce((sum, { Size, SharedSize }) => sum + Size - SharedSize, 0)
  return withoutZeros(items, items.length - unused.length, size, size - own)
}

function ofContainers(items: readonly ContainerItem[]): KindUsage {
  const size = (some: readonly ContainerItem[]): number => some.reduce((sum, { SizeRw = 0 }) => sum + SizeRw, 0)
  const idle = items.filter(({ State }) => !up.includes(State))
  return withoutZeros(items, items.length - idle.length, size(items), size(idle))
}

function ofVolumes(items: readonly VolumeItem[]): KindUsage {
  const known = items.flatMap(({ UsageData }) => (UsageData && UsageData.Size !== -1 ? [UsageData] : []))
  const size = (some: typeof known): number => some.reduce((sum, { Size }) => sum + Size, 0)
  const unused = known.filter(({ RefCount }) => RefCount === 0)
  return withoutZeros(items, items.length - unused.length, size(known), size(unused))
}

function withoutZeros(items: readonly unknown[], active: number, size: number, reclaimable: number): KindUsage {
  return {
    ...(active !== 0 && { ActiveCount: active }),
    ...(items.length > 0 && { Items: items }),
    ...(reclaimable !== 0 && { Reclaimable: reclaimable }),
    ...(items.length > 0 && { TotalCount: items.length }),
    ...(size !== 0 && { TotalSize: size }),
  }
}
