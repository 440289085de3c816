// Whether something was asked of the daemon: what tests say of a journal, and what they are told when it is not so.
import type { OperationId } from '../../api/call.ts'
import { includesValue } from '../match-value.ts'
import type { JournalEntry } from './entry.ts'

/** Parameters of the path and the query and fields of the body, by their names; the case of letters does not matter. */
export type Wanted = Readonly<Record<string, unknown>>

/** What people call a parameter, and what the API does. */
const aliases: Readonly<Record<string, string>> = { timeout: 't', container: 'id', image: 'fromimage' }

export interface Finding {
  /** The calls that fit. */
  readonly found: readonly JournalEntry[]
  /** For a person: what there was instead. */
  report(): string
}

export function received(entries: readonly JournalEntry[], operation: OperationId, wanted: Wanted = {}): Finding {
  const ofIt = entries.filter((entry) => entry.operation === operation)
  return {
    found: ofIt.filter((entry) => fits(entry, wanted)),
    report() {
      if (ofIt.length > 0) return `it received ${operation} with\n${nearest(ofIt, wanted).join('\n')}`
      if (entries.length === 0) return 'it received no call at all'
      return `it received no ${operation}, but\n${tail(entries)}`
    },
  }
}

/** The last calls, a line each: `POST /v1.51/containers/abc/start -> 404 No such container: abc`. */
export function tail(entries: readonly JournalEntry[], count = 20): string {
  const left = entries.length > count ? [`  … ${entries.length - count} calls before`] : []
  return [...left, ...entries.slice(-count).map((entry) => `  ${line(entry)}`)].join('\n')
}

function line({ method, url, status, message, rules, hint }: JournalEntry): string {
  const answer = [status, message].filter(Boolean).join(' ') || 'no reply yet'
  const because = rules.length > 0 ? ` [${rules.join(', ')}]` : ''
  return `${method} ${url} -> ${answer}${because}${hint === undefined ? '' : ` (${hint})`}`
}

const told = ({ parameters, body }: JournalEntry): string =>
  JSON.stringify(typeof body === 'object' && body !== null ? { ...parameters, ...body } : parameters)

/** What the calls had that come nearest, the nearest first; a line for each. */
function nearest(entries: readonly JournalEntry[], wanted: Wanted, count = 5): string[] {
  const ranked = entries
    .map((entry) => ({ entry, fitting: fitting(entry, wanted) }))
    .sort((a, b) => b.fitting - a.fitting)
  const left = ranked.length > count ? [`  … and ${ranked.length - count} more`] : []
  return [...ranked.slice(0, count).map(({ entry }) => `  ${told(entry)}`), ...left]
}

const fits = (entry: JournalEntry, wanted: Wanted): boolean => fitting(entry, wanted) === Object.keys(wanted).length

/** How much of what is wanted it has. */
function fitting({ parameters, body }: JournalEntry, wanted: Wanted): number {
  const fields = new Map<string, unknown>()
  for (const part of [body, parameters]) {
    if (typeof part !== 'object' || part === null) continue
    for (const [name, value] of Object.entries(part)) fields.set(name.toLowerCase(), value)
  }
  return Object.entries(wanted).filter(([name, value]) => {
    const lower = name.toLowerCase()
    const given = fields.has(lower) ? fields.get(lower) : fields.get(aliases[lower] ?? lower)
    return includesValue(given, value) || (typeof value !== 'object' && String(given) === String(value))
  }).length
}
