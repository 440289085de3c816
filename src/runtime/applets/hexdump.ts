// hexdump: shows bytes as numbers.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { formatInteger } from './c-format.ts'
import { characterText, eachBlock, readNumber, sameBytes } from './dump/blocks.ts'
import { type DumpFormat, formatBlock, readFormat } from './dump/hexdump-format.ts'
import { sizeOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { appletName } from './report.ts'

const hex = (value: bigint, width: number) => value.toString(16).padStart(width, '0')

/** The lines of the ready-made formats, by option. */
const lines: Readonly<Record<string, (block: Uint8Array, offset: number) => string>> = {
  C: (block, offset) => {
    const bytes = [...block].map((byte, index) => `${byte.toString(16).padStart(2, '0')}${index === 7 ? '  ' : ' '}`)
    const text = [...block].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    return `${hex(BigInt(offset), 8)}  ${bytes.join('').padEnd(49)} |${text}|\n`
  },
  b: (block, offset) => dumped(block, offset, 1, (value) => ` ${value.toString(8).padStart(3, '0')}`, 4),
  c: (block, offset) => dumped(block, offset, 1, (value) => ` ${characterText(Number(value)).padStart(3)}`, 4),
  d: (block, offset) => dumped(block, offset, 2, (value) => `   ${value.toString().padStart(5, '0')}`, 8),
  o: (block, offset) => dumped(block, offset, 2, (value) => `  ${value.toString(8).padStart(6, '0')}`, 8),
  x: (block, offset) => dumped(block, offset, 2, (value) => `    ${hex(value, 4)}`, 8),
  '': (block, offset) => dumped(block, offset, 2, (value) => ` ${hex(value, 4)}`, 5),
}

function dumped(
  block: Uint8Array,
  offset: number,
  size: number,
  show: (value: bigint) => string,
  width: number,
): string {
  let text = ''
  for (let at = 0; at < block.length; at += size) text += show(readNumber(block, at, size, false))
  return `${hex(BigInt(offset), 7)}${text.padEnd((16 / size) * width)}\n`
}

const hexdump: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'bcdoxCe:f:n:s:vR',
    long: { canonical: 'C' },
    usage: '[-bcdoxCv] [-e FMT] [-f FMT_FILE] [-n LEN] [-s OFS] [FILE]...',
  })
  const output = standardOutput(process)
  const range = {
    skip: options.has('s')
      ? Number(options.value('s')!.startsWith('0x') ? options.value('s') : sizeOf(options.value('s')!))
      : 0,
    length: options.has('n') ? sizeOf(options.value('n')!) : Infinity,
  }
  const formats: DumpFormat[] = options.values('e').map((text) => readFormat(toBytes(text)))
  const letter = options.last('bcdoxC') ?? (appletName(process) === 'hd' ? 'C' : '')
  const size = formats.length > 0 ? Math.max(1, ...formats.map((format) => format.size)) : 16
  let before: Uint8Array | undefined
  let skipped = false
  let end = range.skip
  const good = await eachBlock(process, options.operands, size, range, async (block, offset) => {
    end = offset + block.length
    if (!options.has('v') && block.length === size && sameBytes(before, block)) {
      if (!skipped) await output.print('*\n')
      skipped = true
      return
    }
    skipped = false
    before = block.slice()
    if (formats.length === 0) await output.print(lines[letter]!(block, offset))
    for (const format of formats) await output.print(formatBlock(format, block, offset, 0))
  })
  if (formats.length === 0 && end > range.skip) {
    await output.print(
      `${formatInteger({ flags: '0', width: letter === 'C' ? 8 : 7, precision: undefined, conversion: 'x' }, BigInt(end))}\n`,
    )
  }
  return good ? 0 : 1
}
export default hexdump
