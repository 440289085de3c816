// Sizes as people read them.

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB']
const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB']

/** go-units' HumanSize: four significant digits, steps of a thousand: `3.626MB`, `512B`. */
export const humanSize = (bytes: number): string => sizeText(bytes, 1000, units)

/** go-units' BytesSize: the same in steps of 1024: `64MiB`. */
export const binarySize = (bytes: number): string => sizeText(bytes, 1024, binaryUnits)

function sizeText(bytes: number, step: number, names: readonly string[]): string {
  let size = bytes
  let unit = 0
  while (size >= step && unit < names.length - 1) {
    size /= step
    unit++
  }
  return `${Number(size.toPrecision(4))}${names[unit]}`
}

/**
 * What people write, in bytes: `10G`, `64m`, `1.5 KiB`; steps of 1024 (go-units' RAMInBytes). Throws an Error with
 * go-units' words.
 */
export const ramInBytes = (text: string): number => sizeOf(text, 1024)

/** What is wrong with such a text, or undefined. */
export function ramInBytesProblem(text: string): string | undefined {
  try {
    ramInBytes(text)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** The same in steps of a thousand (go-units' FromHumanSize). */
export const fromHumanSize = (text: string): number => sizeOf(text, 1000)

function sizeOf(text: string, step: number): number {
  let end = text.length
  while (end > 0 && !'0123456789. '.includes(text[end - 1]!)) end--
  if (end === 0) throw new Error(`invalid size: '${text}'`)
  const number = text.slice(0, text[end - 1] === ' ' ? end - 1 : end)
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(number)) {
    throw new Error(`strconv.ParseFloat: parsing "${number}": invalid syntax`)
  }
  if (number.startsWith('-')) throw new Error(`invalid size: '${text}'`)
  const suffix = text.slice(end).toLowerCase()
  const power = 'bkmgtp'.indexOf(suffix.charAt(0))
  if (!/^([a-z](i?b)?)?$/.test(suffix) || power === -1 || /^b./.test(suffix)) {
    throw new Error(`invalid suffix: '${suffix}'`)
  }
  return Math.trunc(Number(number) * (suffix === '' ? 1 : step ** power))
}
