// df: shows how full file systems are.
import type { Process, Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { humanSize } from './inode-text.ts'
import { memoryFacts } from './memory-facts.ts'
import { type MountLine, mountLines } from './mounts-text.ts'
import { type Options, parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { complain, reason } from './report.ts'

/** The disk that layers lie on, in KiB: as large as storage/room.ts makes it. How full it is nobody tells a process. */
const diskSize = 2 * 1024 * 1024
const diskUsed = diskSize / 4

/** Types of mounts under which storage drivers and volumes lie. */
const onDisk: ReadonlySet<string> = new Set(['overlay', 'ext4', 'xfs', 'btrfs', 'zfs', 'aufs', 'fuse.fuse-overlayfs'])

/** Size and use in KiB; undefined for what has no size. */
function spaceOf(process: Process, { type, options }: MountLine): readonly [size: number, used: number] | undefined {
  if (onDisk.has(type)) return [diskSize, diskUsed]
  if (type !== 'tmpfs' && type !== 'shm') return undefined
  const limit = /(?:^|,)size=(\d+)(k?)/.exec(options)
  if (!limit) return [Math.floor(memoryFacts(process)('MemTotal') / 2), 0]
  return [limit[2] === 'k' ? Number(limit[1]) : Math.floor(Number(limit[1]) / 1024), 0]
}

function sizeText(kilobytes: number, options: Options): string {
  if (options.has('h')) return humanSize(kilobytes * 1024)
  return String(options.has('m') ? Math.round(kilobytes / 1024) : kilobytes)
}

async function print(process: Process, mount: MountLine, options: Options): Promise<void> {
  const space = spaceOf(process, mount)
  if (!space) return
  const [size, used] = space
  const percent = size === 0 ? 0 : Math.ceil((used * 100) / size)
  const numbers = [size, used, size - used].map((value) => sizeText(value, options))
  const source = mount.type === 'overlay' ? 'overlay' : mount.source
  const columns = `${source.padEnd(20)} ${numbers.map((text) => text.padStart(9)).join(' ')}`
  const type = options.has('T') ? ` ${mount.type.padEnd(10)}` : ''
  await standardOutput(process).print(toBytes(`${columns}${type} ${`${percent}%`.padStart(4)} ${mount.at}\n`))
}

const df: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'kmhTPaiB:t:', usage: '[-PkmhTai] [-t TYPE] [FILESYSTEM]...' })
  const heading = options.has('h')
    ? 'Size'
    : options.has('m')
      ? '1M-blocks'
      : options.has('P')
        ? '1024-blocks'
        : '1K-blocks'
  const used = options.has('P') ? 'Used Available Capacity' : 'Used Available Use%'
  await standardOutput(process).print(
    options.has('P')
      ? `Filesystem           ${heading.padStart(9)}    ${used} Mounted on\n`
      : `Filesystem           ${heading.padStart(9)}      ${used} Mounted on\n`,
  )
  const mounts = mountLines(process)
  if (options.operands.length === 0) {
    for (const mount of mounts) {
      if (options.has('t') && options.value('t') !== mount.type) continue
      await print(process, mount, options)
    }
    return 0
  }
  let code = 0
  for (const path of options.operands) {
    try {
      const place = process.files.realpath(path)
      const holds = ({ at }: MountLine) => at === '/' || place === at || place.startsWith(`${at}/`)
      const [mount] = mounts.filter(holds).sort((left, right) => right.at.length - left.at.length)
      if (mount) await print(process, mount, options)
    } catch (error) {
      const words = reason(error)
      await standardOutput(process).flush()
      await complain(process, `${path}: can't find mount point: ${words}`)
      code = 1
    }
  }
  return code
}
export default df
