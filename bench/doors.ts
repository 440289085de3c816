// 2,000 tests, each with a daemon of its own on a socket of its own, 64 at a time: what a worker of Vitest would have.
import { startChild } from './child.ts'
import type { DoorsFigures } from './doors-child.ts'
import type { Row, Subject } from './row.ts'

const subject: Subject = async () => {
  const alone = await figuresOf(200, 1)
  const many = await figuresOf(2000, 64)
  const row = (name: string, unit: string, ours: number, aim: number): Row => {
    return { name, unit, ours, biggerIsBetter: false, aim }
  }
  const leftovers = many.alive + many.open.length + many.listeners + many.directories.length + many.crossed
  return [
    row('a daemon for a test, with its socket', 'ms', alone.started, 2),
    row('reset of it', 'ms', alone.reset, 1),
    row('a whole test, one at a time', 'ms', alone.whole, 10),
    row('a whole test, 64 at a time', 'ms', many.whole, 10),
    row('heap that each of 2,000 leaves', 'bytes', Math.max(0, many.left), 200),
    row('what else they leave or mix up', 'pieces', leftovers, 0),
  ]
}
export default subject

async function figuresOf(daemons: number, width: number): Promise<DoorsFigures> {
  await using child = await startChild('doors-child', ['--expose-gc'])
  return await child.ask<DoorsFigures>({ daemons, width })
}
