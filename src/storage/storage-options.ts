// `--storage-opt` of the daemon and of a container: names and values, read with dockerd's words for what is wrong.
import { ramInBytes } from '../codec/size.ts'
import type { DriverOptions } from './driver.ts'

/** How an option's value is taken. Throws an Error with dockerd's words. */
export type OptionReader = (value: string) => void

/**
 * Gives each option of the daemon to the reader of its (lower-cased) name. Throws what `unknown` makes of a name that
 * none has.
 */
export function readOptions(
  { options = {} }: DriverOptions,
  readers: Readonly<Record<string, OptionReader>>,
  unknown: (name: string) => string,
): void {
  for (const [given, value] of Object.entries(options)) {
    const name = given.toLowerCase()
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined
    if (read === undefined) throw new Error(unknown(name))
    read(value)
  }
}

/** Go's strconv.ParseBool. */
export function parseBool(value: string): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value)) return true
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value)) return false
  throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`)
}

/** Go's strconv.ParseUint, decimal. */
export function parseUint(value: string): number {
  if (/^\d+$/.test(value)) return Number(value)
  throw new Error(`strconv.ParseUint: parsing ${JSON.stringify(value)}: invalid syntax`)
}

/** `size` among a container's options, in bytes; the name in any case. Throws an Error for any other name. */
export function sizeAmong(options: Readonly<Record<string, string>>): number | undefined {
  let size: number | undefined
  for (const [name, value] of Object.entries(options)) {
    if (name.toLowerCase() !== 'size') throw new Error(`Unknown option ${name.toLowerCase()}`)
    size = ramInBytes(value)
  }
  return size
}

/** What a check refuses a container's options with; undefined if it takes them. */
export function refusalOf(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
