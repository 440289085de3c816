// A tmpfs that a container asked for: its options, and the empty tree that it is at every start.
import type { Mount } from '../../runtime/mounts.ts'
import type { MemoryTreeOptions } from '../../storage/memory-tree.ts'
import type { WritableTree } from '../../storage/tree.ts'
import type { MountPoint } from './mount-point.ts'

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }
/** bytes */
const PAGE = 4096
const STICKY = 0o1777

/** What is said in `size=1m,mode=700,uid=3`; sizes in bytes. */
interface TmpfsOptions {
  readonly size?: number
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  /** `nosuid,nodev,noexec`, less what the words take back */
  readonly flags: string
}

function parse(text: string, memory: number): TmpfsOptions {
  const words = text.split(',').map((word) => word.split('=') as [string, string?])
  const value = (name: string): string | undefined => words.findLast(([word]) => word === name)?.[1]
  const number = (name: string, base: number = 10): number | undefined => {
    const given = value(name)
    return given === undefined ? undefined : Number.parseInt(given, base)
  }
  const [, amount, unit = ''] = /^(\d+)([kmg%]?)$/i.exec(value('size') ?? '') ?? []
  const wanted =
    amount && (unit === '%' ? (memory * Number(amount)) / 100 : Number(amount) * UNITS[unit.toLowerCase()]!)
  // the kernel rounds up to whole pages
  const size = wanted && Math.ceil(wanted / PAGE) * PAGE
  const mode = number('mode', 8)
  const uid = number('uid')
  const gid = number('gid')
  const flags = ['suid', 'dev', 'exec'].filter((flag) => !words.some(([word]) => word === flag))
  return {
    ...(size && { size }),
    ...(mode !== undefined && { mode }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    flags: flags.map((flag) => `no${flag},`).join(''),
  }
}

/**
 * The mount, with an empty tree.
 * @param asked its options, as after the colon of `--tmpfs`
 * @param memory bytes of the host, for sizes in percent
 * @param found permission bits of the directory that lies there in the image: the tmpfs takes them over
 */
export function tmpfsMount(
  point: MountPoint,
  asked: string,
  newTree: (options: MemoryTreeOptions) => WritableTree,
  memory: number,
  found: number | undefined,
): Mount {
  const { size, mode = found ?? STICKY, uid, gid, flags } = parse(asked, memory)
  const tree = newTree({ tmpfs: true, ...(size !== undefined && { size }), mode })
  if (uid !== undefined || gid !== undefined) {
    tree.change(tree.root, { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) })
  }
  const shown = [
    ...(size === undefined ? [] : [`size=${Math.ceil(size / 1024)}k`]),
    ...(mode === STICKY ? [] : [`mode=${mode.toString(8)}`]),
    ...(uid ? [`uid=${uid}`] : []),
    ...(gid ? [`gid=${gid}`] : []),
  ]
  return {
    at: point.destination,
    tree,
    type: 'tmpfs',
    readonly: !point.writable,
    options: [`${flags}relatime`, ...shown].join(','),
  }
}
