// A thousand running containers of several kinds: what each holds, what all of them cost while nothing happens.
import { startChild } from './child.ts'
import type { FleetFigures } from './fleet-child.ts'
import type { Row, Subject } from './row.ts'

const subject: Subject = async () => {
  await using child = await startChild('fleet-child', ['--expose-gc'])
  const { held, asleep, idle, list, stats } = await child.ask<FleetFigures>({ containers: 1000 })
  const row = (name: string, unit: string, ours: number, aim: number): Row => {
    return { name, unit, ours, biggerIsBetter: false, aim }
  }
  return [
    ...Object.entries(held).map(([kind, bytes]) => row(`memory of ${kind}`, 'KB', bytes / 1000, 50)),
    row('processor of 250 that sleep', 'ms/s', asleep, 5),
    row('processor of 1,000, 250 of them loops', 'ms/s', idle, 200),
    row('list of 1,000', 'ms', list, 20),
    row('stats of one of 1,000', 'ms', stats, 5),
  ]
}
export default subject
