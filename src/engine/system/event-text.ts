// An event as /events sends it.
import type { Happening } from '../../world/events.ts'

export interface EventForm {
  /** Whether the fields of old clients (`status`, `id`, `from`) come first, or among all others by their names. */
  readonly oldFields: 'first' | 'sorted' | 'none'
  /** Attributes that this release does not tell. */
  readonly without: readonly string[]
}

/** One line of JSON in the order of moby's api/types/events.Message; attributes sorted, as Go writes maps. */
export function eventText(event: Happening, form: EventForm): string {
  const { type, action, id, attributes, scope, at } = event
  const names = Object.keys(attributes).filter((name) => !form.without.includes(name))
  const fields = {
    Type: type,
    Action: action,
    Actor: { ID: id, Attributes: Object.fromEntries(names.sort().map((name) => [name, attributes[name]])) },
    scope,
  }
  const isOld = type === 'container' || type === 'image'
  if (isOld && form.oldFields === 'sorted') return sortedText(event, fields)
  const old = isOld && form.oldFields === 'first'
  const message = JSON.stringify({
    ...(old && { status: action }),
    ...(old && id !== '' && { id }),
    ...(old && type === 'container' && attributes.image ? { from: attributes.image } : {}),
    ...fields,
  })
  return `${escapeMarkup(message).slice(0, -1)},${timesOf(at)}}\n`
}

/** With the fields of old clients, from a map: every container event has `from` (moby server/router/system: backFillLegacy). */
function sortedText({ type, action, id, attributes, at }: Happening, fields: { readonly Actor: object }): string {
  const { Actor, ...rest } = fields
  const actor = Object.fromEntries(Object.entries(Actor).sort(byName))
  const from = type === 'container' ? { from: attributes.image ?? '' } : {}
  const entries = Object.entries({ ...rest, Actor: actor, id, status: action, ...from }).sort(byName)
  return `${escapeMarkup(JSON.stringify(Object.fromEntries(entries))).slice(0, -1)},${timesOf(at)}}\n`
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

/** @param at milliseconds; nanoseconds are beyond what a JavaScript number holds */
function timesOf(at: number): string {
  const micros = Math.round(at * 1000)
  return `"time":${Math.floor(micros / 1e6)},"timeNano":${micros}000`
}

/** Go's JSON encoder writes what could be HTML as escapes. */
function escapeMarkup(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
