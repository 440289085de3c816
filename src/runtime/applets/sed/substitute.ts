// The s command: replaces what matches.
import type { Process } from '../../process.ts'
import type { Pattern } from '../text-pattern/pattern.ts'
import type { ReplacementPart, Substitution } from './command.ts'

/** how many matches are looked for between two turns of others */
const TURNS = 1024

/** The text after the replacement; undefined if nothing matched. */
export async function substitute(
  process: Process,
  text: string,
  pattern: Pattern,
  { replacement, global, nth }: Substitution,
): Promise<string | undefined> {
  /** what lies before `result`, in pieces: a text of very many parts would take a multiple of its size */
  const before: string[] = []
  let result = ''
  let at = 0
  let turns = 0
  let count = 0
  let changed = false
  let last = -1
  while (at <= text.length) {
    const match = pattern.match(text, { from: at })
    if (!match) break
    if (++turns % TURNS === 0) {
      before.push(Buffer.from(result, 'latin1').toString('latin1'))
      result = ''
      await process.tick()
    }
    const start = match[0]!
    const end = match[1]!
    // an empty match right behind the one before does not count
    if (start === end && start === last) {
      if (start >= text.length) break
      result += text.slice(at, start + 1)
      at = start + 1
      last = -1
      continue
    }
    result += text.slice(at, start)
    if (++count >= nth) {
      changed = true
      result += expand(replacement, text, match)
      at = end
      if (!global) break
    } else {
      result += text.slice(start, end)
      at = end
    }
    last = end
    if (start === end) {
      if (end >= text.length) {
        at = end
        break
      }
      result += text[end]
      at = end + 1
      last = -1
    }
  }
  return changed ? [...before, result, text.slice(at)].join('') : undefined
}

function expand(parts: readonly ReplacementPart[], text: string, match: Int32Array): string {
  let result = ''
  for (const part of parts) {
    if (typeof part === 'string') result += part
    else if ((match[part * 2] ?? -1) >= 0) result += text.slice(match[part * 2]!, match[part * 2 + 1]!)
  }
  return result
}
