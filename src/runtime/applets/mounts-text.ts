// The lines of /proc/mounts.
import type { Process } from '../process.ts'

export interface MountLine {
  readonly source: string
  readonly at: string
  readonly type: string
  readonly options: string
}

export function mountLines(process: Process): MountLine[] {
  const plain = (word: string) =>
    word.replace(/\\(\d{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
  return process.files
    .readText('/proc/mounts')
    .split('\n')
    .map((line) => line.split(' '))
    .filter((words) => words.length >= 4)
    .map(([source = '', at = '', type = '', options = '']) => ({ source: plain(source), at: plain(at), type, options }))
}
