// Storage drivers beside each other: what they count, and how long mockerd takes for it.
import { drivers } from '../src/storage/drivers.ts'
import { seededRandom } from '../src/world/random.ts'
import { median, type Row, type Subject } from './row.ts'
import { appendTable, imageWithBigFile, lookupTable, prepareContainer, stack } from './storage-tables.ts'

const ROUNDS = 30
const CONTAINERS = 100
const LOOKUPS = 10_000

/** Microseconds for one container: made over an image of 1,000 files, and removed. */
function containerTime(name: string): number {
  const driver = drivers[name]!({ root: '/var/lib/docker', random: seededRandom(name) })
  imageWithBigFile(driver)
  return timed(CONTAINERS, (i) => {
    prepareContainer(driver, `web-${i}`, 'image')
    driver.remove(`web-${i}`)
  })
}

/** Microseconds for one name in the lowest of 125 layers. */
function lookupTime(name: string): number {
  const driver = drivers[name]!({ root: '/var/lib/docker', random: seededRandom(name) })
  stack(driver, 125)
  const tree = prepareContainer(driver, 'web', 'layer-124')
  return timed(LOOKUPS, () => void tree.lookup(tree.root, 'in-0'))
}

function timed(count: number, work: (i: number) => void): number {
  const times: number[] = []
  for (let round = -5; round < ROUNDS; round++) {
    const begin = performance.now()
    for (let i = 0; i < count; i++) work(i)
    if (round >= 0) times.push(((performance.now() - begin) * 1000) / count)
  }
  return median(times)
}

const subject: Subject = async () => {
  console.log(`One byte appended to a file of 10 MB of the image\n\n${appendTable()}\n`)
  console.log(`Directories or trees looked into for one name\n\n${lookupTable()}\n`)
  const rows: Row[] = []
  for (const name of Object.keys(drivers)) {
    rows.push({
      name: `a container's layers, ${name}`,
      unit: 'µs',
      ours: containerTime(name),
      biggerIsBetter: false,
      aim: 200,
    })
    rows.push({
      name: `a name through 125 layers, ${name}`,
      unit: 'µs',
      ours: lookupTime(name),
      biggerIsBetter: false,
      aim: 2,
    })
  }
  return rows
}
export default subject
