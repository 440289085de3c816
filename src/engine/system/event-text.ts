// An event as /events sends it.
import type { Happening } from '../../world/events.ts'

export interface EventForm {
  /** Whether the fields of old clients come first: `status`, `id`, `from`. */
  readonly oldFields: boolean
  /** Attributes that this release does not tell. */
  readonly without: readonly string[]
}

/** One line of JSON in the order of moby's api/types/events.Message; attributes sorted, as Go writes maps. */
export function eventText({ type, action, id, attributes, scope, at }: Happening, form: EventForm): string {
  const names = Object.keys(attributes).filter((name) => !form.without.includes(name))
  const old = form.oldFields && (type === 'container' || type === 'image')
  const message = JSON.stringify({
    ...(old && { status: action }),
    ...(old && id !== '' && { id }),
    ...(old && type === 'container' && attributes.image ? { from: attributes.image } : {}),
    Type: type,
    Action: action,
    Actor: { ID: id, Attributes: Object.fromEntries(names.sort().map((name) => [name, attributes[name]])) },
    scope,
  })
  const micros = Math.round(at * 1000)
  // nanoseconds are beyond what a JavaScript number holds
  return `${escapeMarkup(message).slice(0, -1)},"time":${Math.floor(micros / 1e6)},"timeNano":${micros}000}\n`
}

/** Go's JSON encoder writes what could be HTML as escapes. */
function escapeMarkup(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
