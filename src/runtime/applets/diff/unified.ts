// Writes differences the unified way.
import type { Output } from '../output.ts'
import type { Edit } from './edits.ts'

export interface DiffFile {
  readonly label: string
  readonly lines: readonly string[]
  /** the last line has no newline */
  readonly unfinished: boolean
}

/** `1,3`, `2`, or `0,0` for nothing before the first line. */
function range(from: number, to: number): string {
  const count = to - from
  return count === 1 ? String(from + 1) : `${count === 0 ? from : from + 1},${count}`
}

export async function printUnified(
  output: Output,
  left: DiffFile,
  right: DiffFile,
  edits: readonly Edit[],
  context: number,
): Promise<void> {
  await output.print(`--- ${left.label}\n+++ ${right.label}\n`)
  const line = async (mark: string, file: DiffFile, index: number) => {
    const missing = file.unfinished && index === file.lines.length - 1
    await output.print(`${mark}${file.lines[index]}\n${missing ? '\\ No newline at end of file\n' : ''}`)
  }
  for (let first = 0; first < edits.length; ) {
    let last = first
    while (last + 1 < edits.length && edits[last + 1]!.from - edits[last]!.to <= context * 2) last++
    const from = Math.max(0, edits[first]!.from - context)
    const start = Math.max(0, edits[first]!.start - context)
    const to = Math.min(left.lines.length, edits[last]!.to + context)
    const end = Math.min(right.lines.length, edits[last]!.end + context)
    await output.print(`@@ -${range(from, to)} +${range(start, end)} @@\n`)
    let at = from
    for (const edit of edits.slice(first, last + 1)) {
      for (; at < edit.from; at++) await line(' ', left, at)
      for (; at < edit.to; at++) await line('-', left, at)
      for (let each = edit.start; each < edit.end; each++) await line('+', right, each)
    }
    for (; at < to; at++) await line(' ', left, at)
    first = last + 1
  }
}
