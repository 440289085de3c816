// How ls, stat and tar show an inode: its mode in letters, its owner's name, its blocks.
import type { FileKind, Inode } from '../../storage/tree.ts'

const kindLetters: Readonly<Record<FileKind, string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  character: 'c',
  block: 'b',
  fifo: 'p',
  socket: 's',
}

/** The S_IF… bits of a kind. */
export const kindBits: Readonly<Record<FileKind, number>> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  character: 0o020000,
  block: 0o060000,
  fifo: 0o010000,
  socket: 0o140000,
}

/** `drwxr-xr-x` */
export function modeLetters({ kind, mode }: Pick<Inode, 'kind' | 'mode'>): string {
  const letters = [...'rwxrwxrwx'].map((letter, bit) => (mode & (0o400 >> bit) ? letter : '-'))
  if (mode & 0o4000) letters[2] = letters[2] === 'x' ? 's' : 'S'
  if (mode & 0o2000) letters[5] = letters[5] === 'x' ? 's' : 'S'
  if (mode & 0o1000) letters[8] = letters[8] === 'x' ? 't' : 'T'
  return kindLetters[kind] + letters.join('')
}

/** Blocks of 512 bytes that an inode takes, on a file system with blocks of 4096. */
export function blocksOf({ kind, size }: Pick<Inode, 'kind' | 'size'>): number {
  if (kind === 'directory') return 8
  return kind === 'file' ? Math.ceil(size / 4096) * 8 : 0
}

/** Bytes with one decimal and a unit, as -h shows them (libbb/human_readable: `4.0K`, `120`, `1.5M`). */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes)
  let value = bytes
  let unit = -1
  while (value >= 1024 && unit < 5) {
    value /= 1024
    unit++
  }
  const tenths = Math.round(value * 10) / 10
  return tenths >= 1000 ? `${Math.round(value)}${'KMGTPE'[unit]}` : `${tenths.toFixed(1)}${'KMGTPE'[unit]}`
}

/** `1, 3`: a device's numbers, or the size of anything else. */
export function sizeOrDevice({ size, device }: Inode): string {
  return device ? `${device[0]}, ${String(device[1]).padStart(3)}` : String(size)
}
