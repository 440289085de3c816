// free: shows memory.
import type { Program } from '../process.ts'
import { humanSize } from './inode-text.ts'
import { memoryFacts } from './memory-facts.ts'
import { parseOptions } from './options.ts'

const free: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'bkmgh', usage: '[-bkmgh]' })
  const memory = memoryFacts(process)
  const unit = options.last('bkmgh') ?? 'k'
  const show = (kilobytes: number) => {
    if (unit === 'h') return humanSize(kilobytes * 1024)
    const factors: Readonly<Record<string, number>> = { b: 1024, k: 1, m: 1 / 1024, g: 1 / 1024 ** 2 }
    return String(Math.floor(kilobytes * factors[unit]!))
  }
  const row = (name: string, values: readonly number[]) =>
    `${name.padEnd(6)} ${values.map((value) => show(value).padStart(12)).join('')}\n`
  const [total, unused, shared, cached, available] = ['MemTotal', 'MemFree', 'Shmem', 'Cached', 'MemAvailable'].map(
    memory,
  ) as [number, number, number, number, number]
  const held = cached + memory('Buffers')
  const swap = [memory('SwapTotal'), memory('SwapTotal') - memory('SwapFree'), memory('SwapFree')]
  await process.write(
    1,
    '              total        used        free      shared  buff/cache   available\n' +
      row('Mem:', [total, total - unused - held, unused, shared, held, available]) +
      row('Swap:', swap),
  )
  return 0
}
export default free
