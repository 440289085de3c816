// What a running container holds in memory.
import { startChild } from './child.ts'
import type { Subject } from './row.ts'

const subject: Subject = async () => {
  await using child = await startChild('memory-child', ['--expose-gc'])
  const bytes = await child.ask<number>({ containers: 1000 })
  return [{ name: 'memory of a running container', unit: 'KB', ours: bytes / 1000, biggerIsBetter: false, aim: 50 }]
}
export default subject
