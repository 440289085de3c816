// The operations on the daemon itself: ping, version, information, events, disk usage, logins.
import type { Persona } from '../engine/persona.ts'
import { diskUsage } from '../engine/system/disk-usage.ts'
import { eventTest } from '../engine/system/event-filter.ts'
import { eventStream } from '../engine/system/event-stream.ts'
import { type EventForm, eventText } from '../engine/system/event-text.ts'
import { parseEventTime } from '../engine/system/event-time.ts'
import { infoOf } from '../engine/system/info.ts'
import { logIn } from '../engine/system/login.ts'
import { usageByKind } from '../engine/system/usage-by-kind.ts'
import { versionOf } from '../engine/system/version.ts'
import type { Happening } from '../world/events.ts'
import { invalid } from '../world/refusal.ts'
import { anyOffer, namedOffer } from './accept.ts'
import type { Handler, OperationTable } from './handler.ts'
import { pingOperations } from './ping.ts'
import { json } from './reply.ts'
import { compareVersions } from './version.ts'

const info: Handler<'SystemInfo'> = (engine, { version }) => {
  const value = infoOf(engine)
  if (compareVersions(version, '1.25') < 0) {
    value.SecurityOptions = (value.SecurityOptions as string[]).map((option) => option.replace(/^name=([^,]*).*/, '$1'))
  }
  const asMap = engine.persona.differences.has('old-info-has-sorted-keys') && compareVersions(version, '1.50') < 0
  return json(asMap ? sorted(value) : value)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

/** What the lines of events call themselves (moby daemon/server/router/system). */
function eventType({ differences }: Persona, version: string, accept: string): string {
  const lines = ['application/x-ndjson', 'application/json-seq']
  if (differences.has('events-are-json-lines')) {
    const own = compareVersions(version, '1.52') < 0 ? 'application/json' : 'application/jsonl'
    return namedOffer(accept, ['application/jsonl', ...lines]) ?? own
  }
  return (differences.has('events-are-negotiated') && anyOffer(accept, lines)) || 'application/json'
}

const events: Handler<'SystemEvents'> = ({ world, persona }, { query, version, headers, signal }) => {
  const since = parseEventTime(query.since)
  const until = parseEventTime(query.until)
  if (until !== undefined && until < (since ?? Number.NEGATIVE_INFINITY)) {
    throw invalid(`\`since\` time (${query.since}) cannot be after \`until\` time (${query.until})`)
  }
  const selected = eventTest(query.filters)
  const hidesCreate = compareVersions(version, '1.46') < 0
  const wanted = (event: Happening): boolean =>
    !(hidesCreate && event.type === 'image' && event.action === 'create') && selected(event)
  const { differences } = persona
  const isOld = compareVersions(version, '1.52') < 0
  const form: EventForm = {
    oldFields: !isOld ? 'none' : differences.has('old-events-have-sorted-keys') ? 'sorted' : 'first',
    without: differences.has('die-tells-no-duration') ? ['execDuration'] : [],
  }
  const type = eventType(persona, version, String(headers.accept ?? ''))
  const stream = eventStream(world, { since, until, wanted }, signal)
  return { kind: 'stream', status: 200, type, chunks: lines(stream, form, type) }
}

/** In a sequence of JSON texts a record separator comes before each (RFC 7464). */
async function* lines(stream: AsyncIterable<Happening>, form: EventForm, type: string): AsyncGenerator<string> {
  const before = type === 'application/json-seq' ? '\u001e' : ''
  for await (const event of stream) yield before + eventText(event, form)
}

const usage: Handler<'SystemDataUsage'> = (engine, { query, version }) => {
  const usage = diskUsage(engine, query.type)
  // 1.52 says both, so that clients that do not know it yet find what they look for; who asks for `verbose` knows it
  if (compareVersions(version, '1.52') >= 0) return json({ ...(!query.verbose && usage), ...usageByKind(usage) })
  if (compareVersions(version, '1.44') >= 0 || usage.Images === null) return json(usage)
  return json({ ...usage, Images: usage.Images.map((image) => ({ ...image, VirtualSize: image.Size })) })
}

type SystemOperation =
  | 'SystemAuth'
  | 'SystemDataUsage'
  | 'SystemEvents'
  | 'SystemInfo'
  | 'SystemPing'
  | 'SystemPingHead'
  | 'SystemVersion'

export const systemOperations: Pick<OperationTable, SystemOperation> = {
  ...pingOperations,
  SystemVersion: (engine) => json(versionOf(engine)),
  SystemInfo: info,
  SystemEvents: events,
  SystemDataUsage: usage,
  async SystemAuth(engine, { body, signal }) {
    return json(await logIn(engine, body, signal))
  },
}
