// `when` of a rule in words.
import type { PointSpec, TextMatch, WhenSpec } from './language.ts'
import { explainText } from './match-text.ts'

/** A clause that begins with `when` or `for`. */
export function explainWhen(when: WhenSpec): string {
  if (when.point === 'accept') return `when a connection comes in${transport(when)}${occurrences(when, 'connection')}`
  if (when.event !== undefined) {
    return `when ${either(when.event)} happens${conditions(when)}${occurrences(when, 'event')}`
  }
  return `for ${calls(when)}${conditions(when)}${occurrences(when, 'call')}${place(when)}`
}

const transport = ({ transport: way }: WhenSpec): string =>
  way === undefined ? '' : ` ${way === 'process' ? 'from this process' : `over ${way}`}`

function calls({ operation, method, path, apiVersion }: WhenSpec): string {
  const verb = method === undefined ? '' : `${either(method).toUpperCase().replaceAll(' OR ', ' or ')} `
  const way = path === undefined ? '' : `${verb}${path}`
  const named = operation === undefined ? way || `${verb || 'every '}call` : either(operation)
  const both = operation !== undefined && (way || verb) ? `${named} (${(way || verb).trim()})` : named
  return apiVersion === undefined ? both : `${both} of API ${apiVersion}`
}

function conditions(when: WhenSpec): string {
  const parts: string[] = []
  const each = (what: string, matches: Readonly<Record<string, TextMatch>> = {}): void => {
    for (const [name, match] of Object.entries(matches)) parts.push(`${what} ${name} ${explainText(match)}`)
  }
  each('query parameter', when.query)
  each('header', when.headers)
  each('attribute', when.attributes)
  if (when.body) parts.push(`the body has ${JSON.stringify(when.body)}`)
  if (when.client !== undefined) parts.push(`the client ${explainText(when.client)}`)
  if (when.container !== undefined) parts.push(`the container ${explainText(when.container)}`)
  if (when.image !== undefined) parts.push(`the image ${explainText(when.image)}`)
  each('label', when.label)
  if (when.reused !== undefined) parts.push(`the connection is ${when.reused ? 'a used' : 'a new'} one`)
  return parts.length > 0 ? ` where ${parts.join(' and ')}` : ''
}

function occurrences(when: WhenSpec, one: string): string {
  const { nth, every, first, skip, times, from, until, fired, notFired, probability } = when
  const parts: string[] = []
  if (nth !== undefined) parts.push(`only the ${[nth].flat().map(ordinal).join(' and ')} ${one}`)
  if (every !== undefined) parts.push(`every ${ordinal(every)} ${one}`)
  if (first !== undefined) parts.push(first === 1 ? `the first ${one}` : `the first ${first} ${one}s`)
  if (skip !== undefined) parts.push(`not the first ${skip}`)
  if (times !== undefined) parts.push(times === 1 ? 'once' : `at most ${times} times`)
  if (from !== undefined) parts.push(`from ${from} on`)
  if (until !== undefined) parts.push(`until ${until}`)
  if (fired !== undefined) parts.push(`once ${quoted(fired)} has fired`)
  if (notFired !== undefined) parts.push(`while ${quoted(notFired)} has not fired`)
  if (probability !== undefined) parts.push(`with probability ${probability}`)
  return parts.map((part) => `, ${part}`).join('')
}

function place({ point, direction = 'reply' }: WhenSpec): string {
  const whose = direction === 'request' ? ' of what the client sends' : ''
  if (point === undefined || point === 'request') return whose && `, in the bytes${whose}`
  return `, ${spoken(point, direction)}${whose}`
}

function spoken(point: PointSpec, direction: 'reply' | 'request'): string {
  if (typeof point === 'object') {
    const [[unit, amount]] = Object.entries(point.after) as [[string, number | string]]
    return `after ${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`
  }
  switch (point) {
    case 'before-headers':
      return 'when the operation is done and nothing is sent'
    case 'after-headers':
      return direction === 'request' ? 'at the beginning' : 'after the headers'
    case 'end':
      return direction === 'request' ? 'at the end' : 'at the end of the body'
    case 'sent':
      return 'when the reply is out'
    default:
      return `at the point ${point}`
  }
}

const either = (words: string | readonly string[]): string => [words].flat().join(' or ')

const quoted = (names: string | readonly string[]): string =>
  [names]
    .flat()
    .map((name) => `"${name}"`)
    .join(' and ')

export function ordinal(number: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd' } as Readonly<Record<string, string>>
  return `${number}${ending[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)] ?? 'th'}`
}
