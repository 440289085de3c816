// What runc mounts into every container: /proc, /dev, /sys, cgroups, and the masks over what containers must not see.
import type { Tree } from '../storage/tree.ts'
import { cgroupOf, hierarchies, hierarchyFiles, unifiedFiles } from './cgroup-files.ts'
import { deviceTree, TerminalTree } from './dev-filesystem.ts'
import { directory, type FixedNode, FixedTree } from './fixed-tree.ts'
import type { Kernel } from './kernel.ts'
import type { OwnMount } from './mount-table.ts'
import { ProcTree } from './proc-filesystem.ts'
import { systemTree } from './system-tree.ts'

const SAFE = 'nosuid,nodev,noexec,relatime'
const DEVICES = 'nosuid,size=65536k,mode=755'

export interface OwnMounts {
  /** under whatever else is mounted */
  readonly first: readonly OwnMount[]
  /** over everything */
  readonly masks: readonly OwnMount[]
}

export function ownMounts(kernel: Kernel): OwnMounts {
  const proc = new ProcTree(kernel)
  const privileged = kernel.options.privileged ?? false
  const made = (node: FixedNode) => (): Tree => new FixedTree(node, kernel.booted)
  const first: OwnMount[] = [
    { at: '/proc', type: 'proc', readonly: false, options: SAFE, make: () => proc },
    { at: '/dev', type: 'tmpfs', readonly: false, options: DEVICES, make: () => deviceTree(kernel.booted) },
    {
      at: '/dev/pts',
      type: 'devpts',
      readonly: false,
      options: 'nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
      make: () => new TerminalTree(kernel),
    },
    { at: '/sys', type: 'sysfs', readonly: !privileged, options: SAFE, make: () => systemTree(kernel) },
    ...cgroupMounts(kernel, !privileged),
    { at: '/dev/mqueue', type: 'mqueue', readonly: false, options: SAFE, make: made(directory({}, 0o1777)) },
  ]
  return { first, masks: privileged ? [] : masks(kernel, proc) }
}

function cgroupMounts(kernel: Kernel, readonly: boolean): OwnMount[] {
  const made = (node: () => FixedNode) => (): Tree => new FixedTree(node(), kernel.booted)
  const root = '/sys/fs/cgroup'
  if (cgroupOf(kernel).version === '2') {
    const options = `${SAFE},nsdelegate,memory_recursiveprot`
    const make = made(() => unifiedFiles(kernel))
    return [{ at: root, type: 'cgroup2', source: 'cgroup', readonly, options, make }]
  }
  return [
    { at: root, type: 'tmpfs', readonly: false, options: `${SAFE},mode=755`, make: made(() => directory({})) },
    ...hierarchies.map((name) => ({
      at: `${root}/${name}`,
      type: 'cgroup',
      readonly,
      options: `${SAFE},${name === 'systemd' ? 'name=systemd' : name}`,
      make: made(() => hierarchyFiles(kernel, name)),
    })),
  ]
}

/** moby daemon/pkg/oci/defaults.go: masked and read-only paths, as far as a usual host has them. */
function masks(kernel: Kernel, proc: ProcTree): OwnMount[] {
  const emptied = (at: string): OwnMount => ({
    at,
    type: 'tmpfs',
    readonly: true,
    options: 'relatime',
    make: () => new FixedTree(directory({}, 0o1777), kernel.booted),
  })
  const nulled = (at: string): OwnMount => ({
    at,
    type: 'tmpfs',
    readonly: false,
    options: DEVICES,
    make: () => new FixedTree({ kind: 'character', mode: 0o666, device: [1, 3] }, kernel.booted),
  })
  const fixed = (name: string): OwnMount => ({
    at: `/proc/${name}`,
    type: 'proc',
    readonly: true,
    options: SAFE,
    make: () => proc,
    ino: proc.lookup(proc.root, name)!,
  })
  return [
    ...['bus', 'fs', 'irq', 'sys'].map(fixed),
    emptied('/proc/acpi'),
    ...['/proc/interrupts', '/proc/keys', '/proc/timer_list'].map(nulled),
    emptied('/sys/firmware'),
  ]
}
