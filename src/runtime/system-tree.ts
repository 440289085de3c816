// The little of /sys that programs in containers look at.
import type { Tree } from '../storage/tree.ts'
import { directory, FixedTree, text } from './fixed-tree.ts'
import type { Kernel } from './kernel.ts'
import { interfaceNodes } from './network-interfaces.ts'
import { hostOf } from './proc-machine.ts'

export function systemTree(kernel: Kernel): Tree {
  const count = hostOf(kernel).processors
  const processors = text(count === 1 ? '0\n' : `0-${count - 1}\n`)
  const root = directory(
    {
      block: directory({}),
      class: directory({ net: directory(() => interfaceNodes(kernel)) }),
      devices: directory({ system: directory({ cpu: directory({ online: processors, possible: processors }) }) }),
      firmware: directory({}),
      fs: directory({ cgroup: directory({}) }),
      kernel: directory({}),
      power: directory({}),
    },
    0o555,
  )
  return new FixedTree(root, kernel.booted)
}
