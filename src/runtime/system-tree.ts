// The little of /sys that programs in containers look at.
import type { Tree } from '../storage/tree.ts'
import { directory, FixedTree, text } from './fixed-tree.ts'
import type { Kernel } from './kernel.ts'

export function systemTree(kernel: Kernel): Tree {
  const memory = kernel.limits.memory > 0 ? `${kernel.limits.memory}\n` : 'max\n'
  const cgroup = directory({
    'cgroup.controllers': text('cpuset cpu io memory pids\n'),
    'cpu.max': text('max 100000\n'),
    'memory.max': text(memory),
    'pids.max': text(kernel.limits.pids > 0 ? `${kernel.limits.pids}\n` : 'max\n'),
  })
  const network = (address: string, mtu: number): ReturnType<typeof directory> =>
    directory({ address: text(`${address}\n`), mtu: text(`${mtu}\n`), operstate: text('up\n') })
  const root = directory({
    block: directory({}),
    class: directory({
      net: directory({ eth0: network('02:42:ac:11:00:02', 1500), lo: network('00:00:00:00:00:00', 65536) }),
    }),
    devices: directory({
      system: directory({ cpu: directory({ online: text('0-1\n'), possible: text('0-1\n') }) }),
    }),
    fs: directory({ cgroup }),
    kernel: directory({}),
    power: directory({}),
  })
  return new FixedTree(root, kernel.booted)
}
