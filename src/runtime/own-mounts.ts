// What runc mounts into every container: /proc, /dev, /sys, cgroups, and the masks over what containers must not see.
import type { Tree } from '../storage/tree.ts'
import { cgroupOf, hierarchies, hierarchyFiles, unifiedFiles } from './cgroup-files.ts'
import { deviceTree, TerminalTree } from './dev-filesystem.ts'
import { directory, type FixedNode, FixedTree } from './fixed-tree.ts'
import type { Kernel } from './kernel.ts'
import type { OwnMount, OwnMounts, TreeMaker } from './mount-table.ts'
import { ProcTree } from './proc-filesystem.ts'
import { systemTree } from './system-tree.ts'

const SAFE = 'nosuid,nodev,noexec,relatime'
const DEVICES = 'nosuid,size=65536k,mode=755'

interface MadeMount extends OwnMount {
  readonly make: (kernel: Kernel, treeAt: (path: string) => Tree) => Tree
}

interface MadeMounts extends OwnMounts {
  readonly first: ReadonlyMap<string, MadeMount>
  readonly masks: ReadonlyMap<string, MadeMount>
}

/** One for all machines of a kind: there may be a thousand of them, and few look at more than /proc and /dev. */
const known = new Map<string, MadeMounts>()

export function ownMounts(kernel: Kernel): { readonly mounts: OwnMounts; readonly makeTree: TreeMaker } {
  const { privileged = false } = kernel.options
  const { version } = cgroupOf(kernel)
  const kind = `${privileged} ${version}`
  const mounts = known.get(kind) ?? {
    first: byPlace(first(privileged, version)),
    masks: byPlace(privileged ? [] : masks()),
  }
  known.set(kind, mounts)
  const makeTree: TreeMaker = (own, treeAt) => (mounts.masks.get(own) ?? mounts.first.get(own)!).make(kernel, treeAt)
  return { mounts, makeTree }
}

const byPlace = (mounts: readonly MadeMount[]): Map<string, MadeMount> =>
  new Map(mounts.map((mount) => [mount.at, mount]))

const fixed =
  (node: (kernel: Kernel) => FixedNode) =>
  (kernel: Kernel): Tree =>
    new FixedTree(node(kernel), kernel.booted)

function first(privileged: boolean, cgroups: '1' | '2'): MadeMount[] {
  return [
    { at: '/proc', type: 'proc', readonly: false, options: SAFE, make: (kernel) => new ProcTree(kernel) },
    {
      at: '/dev',
      type: 'tmpfs',
      readonly: false,
      options: DEVICES,
      make: ({ booted, options }) => deviceTree(booted, options.devices),
    },
    {
      at: '/dev/pts',
      type: 'devpts',
      readonly: false,
      options: 'nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
      make: (kernel) => new TerminalTree(kernel),
    },
    { at: '/sys', type: 'sysfs', readonly: !privileged, options: SAFE, make: systemTree },
    ...cgroupMounts(cgroups, !privileged),
    { at: '/dev/mqueue', type: 'mqueue', readonly: false, options: SAFE, make: fixed(() => directory({}, 0o1777)) },
  ]
}

function cgroupMounts(version: '1' | '2', readonly: boolean): MadeMount[] {
  const root = '/sys/fs/cgroup'
  if (version === '2') {
    const options = `${SAFE},nsdelegate,memory_recursiveprot`
    return [{ at: root, type: 'cgroup2', source: 'cgroup', readonly, options, make: fixed(unifiedFiles) }]
  }
  return [
    { at: root, type: 'tmpfs', readonly: false, options: `${SAFE},mode=755`, make: fixed(() => directory({})) },
    ...hierarchies.map((name) => ({
      at: `${root}/${name}`,
      type: 'cgroup',
      readonly,
      options: `${SAFE},${name === 'systemd' ? 'name=systemd' : name}`,
      make: fixed((kernel) => hierarchyFiles(kernel, name)),
    })),
  ]
}

/** moby daemon/pkg/oci/defaults.go: masked and read-only paths, as far as a usual host has them. */
function masks(): MadeMount[] {
  const emptied = (at: string): MadeMount => ({
    at,
    type: 'tmpfs',
    readonly: true,
    options: 'relatime',
    make: fixed(() => directory({}, 0o1777)),
  })
  const nulled = (at: string): MadeMount => ({
    at,
    type: 'tmpfs',
    readonly: false,
    options: DEVICES,
    make: fixed(() => ({ kind: 'character', mode: 0o666, device: [1, 3] })),
  })
  const shown = (name: string): MadeMount => ({
    at: `/proc/${name}`,
    type: 'proc',
    readonly: true,
    options: SAFE,
    make: (_kernel, treeAt) => treeAt('/proc'),
    inoIn: (proc) => proc.lookup(proc.root, name)!,
  })
  return [
    ...['bus', 'fs', 'irq', 'sys'].map(shown),
    emptied('/proc/acpi'),
    ...['/proc/interrupts', '/proc/keys', '/proc/timer_list'].map(nulled),
    emptied('/sys/firmware'),
  ]
}
