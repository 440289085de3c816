// The devices behind character files, by major and minor number as Linux numbers them.
import { FileError } from '../storage/file-error.ts'
import type { Inode } from '../storage/tree.ts'
import { type Caller, OpenFile } from './open-file.ts'
import { type Terminal, TerminalFile } from './terminal.ts'

/** bytes that one read of a device gives at most */
const LARGEST_READ = 256 * 1024 * 1024

/** What devices need of the machine. */
export interface DeviceHost {
  randomBytes(length: number): Uint8Array
  /** the controlling terminal of the process that opens */
  readonly terminal: Terminal | undefined
}

class DeviceFile extends OpenFile {
  readonly path: string
  private readonly node: Inode
  private readonly make: (length: number) => Uint8Array | undefined
  private readonly full: boolean
  constructor(path: string, node: Inode, make: (length: number) => Uint8Array | undefined, full: boolean = false) {
    super()
    this.path = path
    this.node = node
    this.make = make
    this.full = full
  }

  override read(_caller: Caller, max: number): Uint8Array | undefined {
    return this.make(Math.min(max, LARGEST_READ))
  }

  override write(): undefined {
    if (this.full) throw new FileError('ENOSPC')
  }

  override seek(): void {}

  override inode(): Inode {
    return this.node
  }
}

const zeros = (length: number): Uint8Array => new Uint8Array(length)
const nothing = (): undefined => undefined

/** Opens a character device. Throws ENXIO for one that has no driver, ENXIO too for /dev/tty without a terminal. */
export function openDevice(path: string, node: Inode, host: DeviceHost): OpenFile {
  const [major, minor] = node.device ?? [0, 0]
  if (major === 1) {
    if (minor === 3) return new DeviceFile(path, node, nothing)
    if (minor === 5) return new DeviceFile(path, node, zeros)
    if (minor === 7) return new DeviceFile(path, node, zeros, true)
    if (minor === 8 || minor === 9) return new DeviceFile(path, node, (length) => host.randomBytes(length))
  }
  if (host.terminal && ((major === 5 && minor <= 1) || major === 136)) return new TerminalFile(host.terminal)
  throw new FileError('ENXIO', path)
}
