// A container's log as lines of JSON, as dockerd's json-file has them, and back.
import { Buffer, isUtf8 } from 'node:buffer'
import { parseRfc3339, rfc3339Fixed } from '../../../codec/timestamp.ts'
import { fieldsOf, textOf } from '../../../storage/data-root/parse.ts'
import type { LineShelf } from '../../../storage/store.ts'
import type { KeptLog, LogEntry } from './log.ts'

/** differs: all drivers keep their lines like this; `local`, whose lines may be no UTF-8, writes protocol buffers. */
export function keptLog(lines: LineShelf, id: string): KeptLog {
  return {
    append: (entry) => lines.append(id, lineOf(entry)),
    // a line that was being written when the daemon was killed is none
    read: () => lines.read(id).flatMap((line) => entryOf(line) ?? []),
  }
}

function lineOf({ stream, at, bytes }: LogEntry): string {
  const text = isUtf8(bytes)
    ? { log: Buffer.from(bytes).toString() }
    : { base64: Buffer.from(bytes).toString('base64') }
  return JSON.stringify({ ...text, stream: stream === 1 ? 'stdout' : 'stderr', time: rfc3339Fixed(at) })
}

function entryOf(line: string): LogEntry | undefined {
  try {
    const fields = fieldsOf(JSON.parse(line))
    const at = parseRfc3339(textOf(fields, 'time'))
    if (at === undefined) return undefined
    const bytes =
      fields.base64 === undefined ? Buffer.from(textOf(fields, 'log')) : Buffer.from(textOf(fields, 'base64'), 'base64')
    return { stream: fields.stream === 'stderr' ? 2 : 1, at, bytes }
  } catch {
    return undefined
  }
}
