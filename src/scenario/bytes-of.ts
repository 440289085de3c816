// Sizes as authors write them.
import { ramInBytes } from '../codec/size.ts'

/** A number, or a text such as `64k`. */
export const bytesOf = (size: number | string): number => (typeof size === 'number' ? size : ramInBytes(size))
