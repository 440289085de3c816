// dd: copies in blocks.
import type { OpenMode, Process, Program } from '../process.ts'
import { sizeOf } from './numbers.ts'
import { showUsage } from './options.ts'
import { Complaint, complain, reason } from './report.ts'

const rules = {
  usage:
    '[if=FILE] [of=FILE] [bs=N] [count=N] [skip=N] [seek=N]\n\t[conv=notrunc|noerror|sync|fsync]\n\t[iflag=skip_bytes|count_bytes|fullblock|append] [oflag=seek_bytes|append]',
}
const known = ['if', 'of', 'bs', 'ibs', 'obs', 'count', 'skip', 'seek', 'conv', 'iflag', 'oflag', 'status']
/** The largest block that is held. */
const largest = 256 * 1024 * 1024

/** One block: as much as a read gives, or with `full` as much as there is. */
async function readBlock(
  process: Process,
  descriptor: number,
  size: number,
  full: boolean,
): Promise<Uint8Array | undefined> {
  const first = await process.read(descriptor, size)
  if (!first || !full || first.length === size) return first
  const parts = [first]
  let length = first.length
  while (length < size) {
    const part = await process.read(descriptor, size - length)
    if (!part) break
    parts.push(part)
    length += part.length
  }
  return Buffer.concat(parts)
}

const dd: Program = async (process) => {
  const words = new Map<string, string>()
  for (const word of process.argv.slice(1)) {
    const equals = word.indexOf('=')
    const name = word.slice(0, equals)
    if (equals < 0 || !known.includes(name)) return showUsage(process, rules)
    words.set(name, word.slice(equals + 1))
  }
  const flags = (name: string) => (words.get(name) ?? '').split(',')
  const size = (name: string) => (words.has(name) ? sizeOf(words.get(name)!) : undefined)
  const inputSize = size('bs') ?? size('ibs') ?? 512
  const outputSize = size('bs') ?? size('obs') ?? 512
  if (inputSize === 0 || inputSize > largest)
    throw new Complaint(`invalid number '${words.get('bs') ?? words.get('ibs')}'`)
  process.charge(inputSize)
  const conversions = flags('conv')
  for (const name of conversions) {
    if (!['', 'notrunc', 'noerror', 'sync', 'fsync', 'swab'].includes(name))
      throw new Complaint(`invalid argument '${name}' to 'conv'`)
  }
  const opened = (path: string, how: OpenMode): number => {
    try {
      return process.open(path, how)
    } catch (error) {
      throw new Complaint(`can't open '${path}': ${reason(error)}`)
    }
  }
  const started = process.now()
  const input = words.has('if') ? opened(words.get('if')!, { read: true }) : 0
  const seek = (size('seek') ?? 0) * (flags('oflag').includes('seek_bytes') ? 1 : outputSize)
  const append = flags('oflag').includes('append')
  const keep = conversions.includes('notrunc') || append || seek > 0
  const path = words.get('of')
  const output = path === undefined ? 1 : opened(path, { write: true, create: true, truncate: !keep, append })
  if (path !== undefined && seek > 0) {
    if (!conversions.includes('notrunc') && process.files.stat(path).kind === 'file') process.files.truncate(path, seek)
    process.seek(output, seek)
  }
  await skip(process, input, (size('skip') ?? 0) * (flags('iflag').includes('skip_bytes') ? 1 : inputSize))
  const inBytes = flags('iflag').includes('count_bytes')
  let left = size('count') ?? Infinity
  const read = { full: 0, partial: 0 }
  const written = { full: 0, partial: 0 }
  let bytes = 0
  let failed = false
  while (left > 0) {
    const wanted = inBytes ? Math.min(inputSize, left) : inputSize
    let block: Uint8Array | undefined
    try {
      block = await readBlock(process, input, wanted, flags('iflag').includes('fullblock'))
    } catch (error) {
      throw new Complaint(`${words.get('if') ?? 'standard input'}: ${reason(error)}`)
    }
    if (!block) break
    left -= inBytes ? block.length : 1
    if (block.length === inputSize) read.full++
    else read.partial++
    if (conversions.includes('sync')) block = Buffer.concat([block], inputSize)
    try {
      await process.write(output, block)
    } catch (error) {
      await complain(process, `error writing '${path ?? 'standard output'}': ${reason(error)}`)
      failed = true
      break
    }
    bytes += block.length
    if (block.length === outputSize) written.full++
    else written.partial++
    await process.tick()
  }
  if (path !== undefined) process.close(output)
  if (words.get('status') === 'none') return failed ? 1 : 0
  let report = `${read.full}+${read.partial} records in\n${written.full}+${written.partial} records out\n`
  if (words.get('status') !== 'noxfer' && !failed) report += transfer(bytes, process.now() - started)
  await process.write(2, report)
  return failed ? 1 : 0
}

/** `1024 bytes (1.0KB) copied, 0.000012 seconds, 81.4MB/s` */
function transfer(bytes: number, milliseconds: number): string {
  const seconds = Math.max(milliseconds, 0.001) / 1000
  return `${bytes} bytes (${human(bytes)}B) copied, ${seconds.toFixed(6)} seconds, ${human(bytes / seconds)}B/s\n`
}

function human(value: number): string {
  let unit = 0
  while (value >= 1024 && unit < 6) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)}${' KMGTPE'[unit]!.trim()}`
}

async function skip(process: Process, descriptor: number, bytes: number): Promise<void> {
  while (bytes > 0) {
    const chunk = await process.read(descriptor, Math.min(bytes, 65_536))
    if (!chunk) return
    bytes -= chunk.length
    await process.tick()
  }
}
export default dd
