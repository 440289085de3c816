// The thin pool of devicemapper: what the daemon's options make of it, and the figures that docker info shows.
import { humanSize, ramInBytes } from '../codec/size.ts'
import type { DriverOptions } from './driver.ts'
import type { DriverState } from './driver-traits.ts'
import { type OptionReader, parseBool, parseUint, readOptions } from './storage-options.ts'

/** As the options of the daemon make it; sizes in bytes. */
export interface ThinPool {
  /** name of a pool that somebody made (`direct-lvm`); undefined for one on two sparse files (`loop-lvm`) */
  readonly device: string | undefined
  readonly blockSize: number
  readonly dataSize: number
  readonly metadataSize: number
  /** of the device of a container or a layer, unless a larger one is asked for */
  readonly baseSize: number
  readonly fileSystem: string
  /** percent of the blocks that must be free for another device */
  readonly leastFree: number
  readonly deferredRemoval: boolean
  readonly deferredDeletion: boolean
}

const GiB = 1024 ** 3
/** bytes: what an empty base device of 10 GB takes up in the pool */
export const baseDevice: number = 180 * 65_536
/** blocks of the metadata: of a new pool, and of each device */
const metadata = { block: 4096, fresh: 142, device: 2 }
/** bytes: what a volume group of a direct-lvm device is cut into */
const lvmBlock = 512 * 1024

/** The pool that the options describe. Throws dockerd's words for those that it does not take (devmapper: NewDeviceSet). */
export function thinPool(options: DriverOptions): ThinPool {
  let blockSize = 65_536
  let dataSize = 100 * GiB
  let metadataSize = 2 * GiB
  let baseSize = 10 * GiB
  let fileSystem = 'xfs'
  let leastFree = 10
  let device: string | undefined
  let deferredRemoval = true
  let deferredDeletion = true
  const lvm = { device: '', percent: 0, metaPercent: 0, set: false }
  const percent =
    (name: string, most: number, set: (value: number) => void): OptionReader =>
    (value) => {
      let number: number
      try {
        number = parseUint(value.replace(/%$/, ''))
      } catch (error) {
        throw new Error(`could not parse \`${name}=${value}\`: ${(error as Error).message}`)
      }
      if (number > most) throw new Error(`${name} must be greater than 0 and less than 100`)
      lvm.set ||= number > 0
      set(number)
    }
  const accepted: OptionReader = () => {}
  readOptions(
    options,
    {
      'dm.basesize': (value) => void (baseSize = ramInBytes(value)),
      'dm.loopdatasize': (value) => void (dataSize = ramInBytes(value)),
      'dm.loopmetadatasize': (value) => void (metadataSize = ramInBytes(value)),
      'dm.blocksize': (value) => void (blockSize = Math.max(lowestBlock, ramInBytes(value))),
      'dm.fs': (value) => {
        if (value !== 'ext4' && value !== 'xfs') throw new Error(`devmapper: Unsupported filesystem ${value}`)
        fileSystem = value
      },
      'dm.mkfsarg': accepted,
      'dm.mountopt': accepted,
      'dm.metadatadev': accepted,
      'dm.datadev': accepted,
      'dm.thinpooldev': (value) => void (device = value.replace(/^\/dev\/mapper\//, '')),
      'dm.blkdiscard': (value) => void parseBool(value),
      'dm.override_udev_sync_check': (value) => void parseBool(value),
      'dm.use_deferred_removal': (value) => void (deferredRemoval = parseBool(value)),
      'dm.use_deferred_deletion': (value) => void (deferredDeletion = parseBool(value)),
      'dm.min_free_space': (value) => {
        if (!value.endsWith('%')) throw new Error('devmapper: Option dm.min_free_space requires % suffix')
        leastFree = parseUint(value.slice(0, -1))
        if (leastFree >= 100) throw new Error(`devmapper: Invalid value ${value} for option dm.min_free_space`)
      },
      'dm.xfs_nospace_max_retries': (value) => void parseUint(value),
      'dm.directlvm_device': (value) => {
        lvm.device = value
        lvm.set = true
      },
      'dm.directlvm_device_force': (value) => void parseBool(value),
      'dm.thinp_percent': percent('dm.thinp_percent', 99, (value) => void (lvm.percent = value)),
      'dm.thinp_metapercent': percent('dm.thinp_metapercent', 99, (value) => void (lvm.metaPercent = value)),
      'dm.thinp_autoextend_percent': percent('dm.thinp_autoextend_percent', 100, () => {}),
      'dm.thinp_autoextend_threshold': percent('dm.thinp_autoextend_threshold', 100, () => {}),
      'dm.libdm_log_level': (value) => {
        if (!/^\d+$/.test(value) || Number(value) < 2 || Number(value) > 7)
          throw new Error('dm.libdm_log_level must be in range [2,7]')
      },
    },
    (name) => `devmapper: Unknown option ${name}`,
  )
  if (lvm.set) {
    if (lvm.device === '') {
      throw new Error('must provide device path in `dm.directlvm_device` in order to configure direct-lvm')
    }
    if (lvm.percent > 0 !== lvm.metaPercent > 0) {
      throw new Error('must set both `dm.thinp_percent` and `dm.thinp_metapercent` if either is specified')
    }
    if (lvm.percent + lvm.metaPercent > 100) {
      throw new Error('combined `dm.thinp_percent` and `dm.thinp_metapercent` must not be greater than 100')
    }
    if (device !== undefined) throw new Error('cannot setup direct-lvm when `dm.thinpooldev` is also specified')
    device = 'docker-thinpool'
    dataSize = Math.floor(((options.space ?? 100 * GiB) * (lvm.percent || 95)) / 100)
    metadataSize = Math.floor(((options.space ?? 100 * GiB) * (lvm.metaPercent || 1)) / 100)
  } else if (device !== undefined) {
    dataSize = options.space ?? 100 * GiB
  }
  if (deferredDeletion && !deferredRemoval) {
    throw new Error(
      'devmapper: Deferred deletion can not be enabled as deferred removal is not enabled. Enable deferred removal using --storage-opt dm.use_deferred_removal=true parameter',
    )
  }
  if (device !== undefined) blockSize = lvmBlock
  return {
    device,
    blockSize,
    dataSize,
    metadataSize,
    baseSize,
    fileSystem,
    leastFree,
    deferredRemoval,
    deferredDeletion,
  }
}

/** bytes: the kernel's smallest block of a thin pool */
const lowestBlock = 65_536

/** Blocks of the pool; those of the metadata have 4 KiB. */
export interface PoolUse {
  readonly dataUsed: number
  readonly dataTotal: number
  readonly metadataUsed: number
  readonly metadataTotal: number
}

export function poolUse(pool: ThinPool, state: DriverState): PoolUse {
  let dataUsed = Math.ceil(baseDevice / pool.blockSize)
  for (const bytes of state.taken()) dataUsed += Math.ceil(bytes / pool.blockSize)
  return {
    dataUsed,
    dataTotal: Math.floor(pool.dataSize / pool.blockSize),
    metadataUsed: metadata.fresh + metadata.device * state.layers + Math.ceil((dataUsed * 16) / metadata.block),
    metadataTotal: Math.floor(pool.metadataSize / metadata.block),
  }
}

/** Why there is no room for another device, in dockerd's words (devmapper: poolHasFreeSpace). */
export function poolFull(pool: ThinPool, use: PoolUse): string | undefined {
  if (pool.leastFree === 0) return undefined
  const wanted = (blocks: number): number => Math.max(1, Math.floor((blocks * pool.leastFree) / 100))
  const refusal = (kind: string, space: string, free: number, least: number): string =>
    `devmapper: Thin Pool has ${free} free ${kind} blocks which is less than minimum required ${least} free ${kind} blocks. Create more free ${space} in thin pool or use dm.min_free_space option to change behavior`
  const data = use.dataTotal - use.dataUsed
  if (data < wanted(use.dataTotal)) return refusal('data', 'space', data, wanted(use.dataTotal))
  const meta = use.metadataTotal - use.metadataUsed
  if (meta < wanted(use.metadataTotal)) return refusal('metadata', 'metadata space', meta, wanted(use.metadataTotal))
  return undefined
}

/** `DriverStatus`, with the files of a loop-lvm under `home`. */
export function poolStatus(
  pool: ThinPool,
  name: string,
  home: string,
  state: DriverState,
): (readonly [string, string])[] {
  const use = poolUse(pool, state)
  const data = (blocks: number): string => humanSize(blocks * pool.blockSize)
  const meta = (blocks: number): string => humanSize(blocks * metadata.block)
  const files: (readonly [string, string])[] =
    pool.device === undefined
      ? [
          ['Data file', '/dev/loop0'],
          ['Metadata file', '/dev/loop1'],
          ['Data loop file', `${home}/devicemapper/data`],
          ['Metadata loop file', `${home}/devicemapper/metadata`],
        ]
      : []
  return [
    ['Pool Name', name],
    ['Pool Blocksize', humanSize(pool.blockSize)],
    ['Base Device Size', humanSize(pool.baseSize)],
    ['Backing Filesystem', pool.fileSystem],
    ['Udev Sync Supported', 'true'],
    ...files,
    ['Data Space Used', data(use.dataUsed)],
    ['Data Space Total', data(use.dataTotal)],
    ['Data Space Available', data(use.dataTotal - use.dataUsed)],
    ['Metadata Space Used', meta(use.metadataUsed)],
    ['Metadata Space Total', meta(use.metadataTotal)],
    ['Metadata Space Available', meta(use.metadataTotal - use.metadataUsed)],
    ['Thin Pool Minimum Free Space', data(Math.floor((use.dataTotal * pool.leastFree) / 100))],
    ['Deferred Removal Enabled', String(pool.deferredRemoval)],
    ['Deferred Deletion Enabled', String(pool.deferredDeletion)],
    ['Deferred Deleted Device Count', String(state.waiting)],
    ['Library Version', '1.02.155 (2018-12-18)'],
  ]
}
