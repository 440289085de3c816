// headers: other header lines.
import { described, list, map, record, text } from '../../codec/shape.ts'
import { beforeHead } from '../place.ts'
import type { Step } from '../step.ts'

interface Args {
  readonly set?: Readonly<Record<string, string>> | undefined
  readonly remove?: readonly string[] | undefined
}

const step: Step<Args> = {
  summary: 'Adds, replaces and takes away header lines of the reply, also those of HTTP itself.',
  args: record<Args>({
    set: described(map(text), 'Replaced where they are, else added.'),
    remove: described(list(text), 'Taken away.'),
  }),
  examples: [{ set: { Via: '1.1 proxy' } }, { remove: ['Api-Version', 'Ostype'] }],
  places: beforeHead,
  explain({ set = {}, remove = [] }) {
    const parts = Object.entries(set).map(([name, value]) => `set the header ${name} to "${value}"`)
    if (remove.length > 0) parts.push(`leave out the header${remove.length > 1 ? 's' : ''} ${remove.join(', ')}`)
    return parts.join(' and ') || 'leave the headers alone'
  },
  run: (args, moment) => moment.wire({ headers: (lines) => changed(lines, args) }),
}
export default step

function changed(lines: readonly string[], { set = {}, remove = [] }: Args): string[] {
  const gone = new Set(remove.map((name) => name.toLowerCase()))
  const given = new Map(Object.entries(set).map((entry) => [entry[0].toLowerCase(), entry] as const))
  const kept: string[] = []
  for (let index = 0; index < lines.length; index += 2) {
    const name = lines[index]!
    const key = name.toLowerCase()
    if (gone.has(key)) continue
    const own = given.get(key)
    kept.push(...(own ?? [name, lines[index + 1]!]))
    given.delete(key)
  }
  return [...kept, ...[...given.values()].flat()]
}
