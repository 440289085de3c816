// Daemons in this process: made anew and closed, as each test of a suite does it.
import { bundled } from './bundled.ts'
import { median, type Subject } from './row.ts'

const DAEMONS = 500

const subject: Subject = async () => {
  const { createDaemon } = (await import(`${await bundled()}index.js`)) as typeof import('../src/index.ts')
  const times: number[] = []
  for (let i = -50; i < DAEMONS; i++) {
    const begin = performance.now()
    await createDaemon().close()
    if (i >= 0) times.push(performance.now() - begin)
  }
  return [{ name: 'a daemon made and closed', unit: 'ms', ours: median(times), biggerIsBetter: false, aim: 1 }]
}
export default subject
