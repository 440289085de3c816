// The textbook's differences between storage drivers, counted by their own accounts: the same numbers on every machine.
import { humanSize } from '../src/codec/size.ts'
import { sumOf } from '../src/storage/account.ts'
import type { StorageDriver } from '../src/storage/driver.ts'
import { drivers } from '../src/storage/drivers.ts'
import { addEntries, type Entry } from '../src/storage/entries.ts'
import { seededRandom } from '../src/world/random.ts'

const newDriver = (name: string): StorageDriver =>
  drivers[name]!({ root: '/var/lib/docker', random: seededRandom(name) })

/** As dockerd makes a container: an init layer with a few mount points, and the container's own over it. */
export function prepareContainer(
  driver: StorageDriver,
  key: string,
  parent: string,
): ReturnType<StorageDriver['prepare']> {
  const init: Entry[] = ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf', '/.dockerenv'].map((path) => ({ path }))
  return driver.prepare(key, parent, { init: (tree) => addEntries(tree, init) })
}

export const big = 10_000_000

/** An image of two layers: 1,000 files of 1 kB, one of 10 MB, and a program on top. */
export function imageWithBigFile(driver: StorageDriver): void {
  const small: Entry[] = Array.from({ length: 1000 }, (_, i) => ({
    path: `/usr/lib/f${i}`,
    content: Buffer.alloc(1000),
  }))
  addEntries(driver.prepare('extract-1'), [...small, { path: '/data/big', content: Buffer.alloc(big, 1) }])
  driver.commit('extract-1', 'base')
  addEntries(driver.prepare('extract-2', 'base'), [{ path: '/usr/bin/program', content: 'program' }])
  driver.commit('extract-2', 'image')
}

/** What a container costs when it is made, and what it costs then to append one byte to a file of 10 MB of its image. */
export function appendTable(): string {
  const rows = Object.keys(drivers).map((name) => {
    const driver = newDriver(name)
    imageWithBigFile(driver)
    const before = driver.space!.used
    const tree = prepareContainer(driver, 'web', 'image')
    const made = driver.space!.used
    const blocksBefore = driver.account!('web').blocksAllocated
    const file = tree.lookup(tree.lookup(tree.root, 'data')!, 'big')!
    tree.write(file, big, Buffer.from('x'))
    const all = sumOf(['web-init', 'web'].map((id) => driver.account!(id)))
    const { filesCopied, bytesCopied, bytesSaved } = driver.account!('web')
    const blocks = driver.account!('web').blocksAllocated - blocksBefore
    return [
      name,
      all.bytesAtCreate === 0 ? '-' : `${count(all.filesAtCreate)} files, ${humanSize(all.bytesAtCreate)}`,
      humanSize(made - before),
      bytesCopied === 0 ? '-' : filesCopied > 0 ? `whole file, ${humanSize(bytesCopied)}` : humanSize(bytesCopied),
      `${count(blocks)} x ${humanSize(driver.space!.blockSize)}`,
      humanSize(driver.space!.used - made),
      humanSize(bytesSaved),
    ]
  })
  return markdown(
    ['Driver', 'Copied at create', 'Disk at create', 'Copied up', 'Blocks allocated', 'Disk after', 'Saved'],
    rows,
  )
}

/** How many directories (or trees) are looked into for one name, over images of 10 and of 100 layers. */
export function lookupTable(): string {
  const rows = Object.keys(drivers).map((name) => {
    const searched = [10, 100].flatMap((layers) => {
      const driver = newDriver(name)
      stack(driver, layers)
      const tree = prepareContainer(driver, 'web', `layer-${layers - 1}`)
      return [`in-${layers - 1}`, 'in-0', 'nowhere'].map((file) => {
        const before = driver.account!('web').layersSearched
        tree.lookup(tree.root, file)
        return count(driver.account!('web').layersSearched - before)
      })
    })
    return [name, ...searched]
  })
  return markdown(['Driver', '10: top', '10: lowest', '10: absent', '100: top', '100: lowest', '100: absent'], rows)
}

/** Layers with a file of their own each. */
export function stack(driver: StorageDriver, layers: number): void {
  for (let i = 0; i < layers; i++) {
    addEntries(driver.prepare('extract', i === 0 ? undefined : `layer-${i - 1}`), [{ path: `/in-${i}` }])
    driver.commit('extract', `layer-${i}`)
  }
}

const count = (number: number): string => number.toLocaleString('en')

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
