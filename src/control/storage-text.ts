// The report of the storage driver as people read it, in the manner of docker info.
import { humanSize } from '../codec/size.ts'
import type { LayerView, StorageReport } from './storage-report.ts'

/** Ends with a line feed. */
export function storageText({ driver, status, space, layers }: StorageReport): string {
  const blockSize = space?.blockSize ?? 0
  const images = layers.filter(({ kind }) => kind === 'committed')
  const containers = layers.filter(({ kind }) => kind === 'active')
  const lines = [
    `Storage Driver: ${driver}`,
    ...(status ?? []).map(([name, value]) => ` ${name}: ${value}`),
    ...(space === null
      ? []
      : [`Block Size: ${humanSize(blockSize)}`, `Space: ${humanSize(space.used)} of ${humanSize(space.total)} used`]),
    `Image Layers: ${images.length}`,
    ...images.flatMap((layer) => layerLines(layer, blockSize)),
    `Containers: ${containers.length}`,
    ...containers.flatMap((layer) => layerLines(layer, blockSize)),
  ]
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}

function layerLines({ id, names, depth, taken, account }: LayerView, blockSize: number): string[] {
  const title = [id.replace(/^sha256:/, '').slice(0, 12), ...names].join(' ')
  return [
    ` ${title}`,
    `  Depth: ${depth}`,
    `  Takes: ${humanSize(taken)}`,
    `  Looked Up: ${count(account.lookups, 'name')} in ${count(account.layersSearched, 'layer')}`,
    `  Read: ${humanSize(account.bytesRead)}`,
    `  Written: ${humanSize(account.bytesWritten)}`,
    `  Copied at Create: ${count(account.filesAtCreate, 'file')}, ${humanSize(account.bytesAtCreate)}`,
    `  Copied Up: ${count(account.filesCopied, 'file')}, ${humanSize(account.bytesCopied)}`,
    `  Allocated: ${count(account.blocksAllocated, 'block')}, ${humanSize(account.blocksAllocated * blockSize)}`,
    `  Saved by Redirecting: ${humanSize(account.bytesSaved)}`,
  ]
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
