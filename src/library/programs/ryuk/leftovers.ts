// What the clients of ryuk have left behind, found by their filters and removed over the Docker API.
import { parseRfc3339 } from '../../../codec/timestamp.ts'
import type { Process } from '../../../runtime/process.ts'
import { type DockerReply, requestDocker } from '../docker-socket.ts'
import { log } from './log.ts'

/** `label` -> its values, as a client's line says */
export type Filters = Readonly<Record<string, readonly string[]>>

const kinds = ['container', 'network', 'volume', 'image'] as const
type Kind = (typeof kinds)[number]

export type Leftovers = Readonly<Record<Kind, ReadonlySet<string>>>

interface Thing {
  readonly id: string
  /** ms since 1970 */
  readonly created: number
  readonly labels?: Readonly<Record<string, string>> | null
}

type Listed = Readonly<Record<string, unknown>> & { readonly Labels?: Readonly<Record<string, string>> | null }

const lists: Readonly<Record<Kind, string>> = {
  container: '/containers/json?all=1&',
  network: '/networks?',
  volume: '/volumes?',
  image: '/images/json?',
}
const removals: Readonly<Record<Kind, (id: string) => string>> = {
  container: (id) => `/containers/${id}?force=1&v=1`,
  network: (id) => `/networks/${id}`,
  volume: (id) => `/volumes/${id}?force=1`,
  image: (id) => `/images/${id}`,
}
/** so are its own containers marked, which stay */
const RYUK_LABEL = 'org.testcontainers.ryuk'

/**
 * Everything that fits one of the filters; undefined when some of it was made after `since`, as somebody is still at
 * work then.
 * @param since ms since 1970
 */
export async function findLeftovers(
  process: Process,
  filters: Iterable<Filters>,
  since: number,
): Promise<Leftovers | undefined> {
  const found: Record<Kind, Set<string>> = {
    container: new Set(),
    network: new Set(),
    volume: new Set(),
    image: new Set(),
  }
  for (const filter of filters) {
    for (const kind of kinds) {
      for (const { id, created, labels } of await list(process, kind, filter)) {
        if (labels?.[RYUK_LABEL] === 'true') continue
        if (created > since) {
          await log(process, 'WARN', 'change detected, waiting again', ['error', `${kind} ${id}: changes detected`])
          return undefined
        }
        found[kind].add(id)
      }
    }
  }
  return found
}

async function list(process: Process, kind: Kind, filters: Filters): Promise<Thing[]> {
  const reply = await requestDocker(
    process,
    'GET',
    `${lists[kind]}filters=${encodeURIComponent(JSON.stringify(filters))}`,
  )
  if (reply?.status !== 200) {
    // as there are no volumes with a name=… of containers, a filter need not be good for everything
    await log(process, 'ERROR', `affected ${kind}s`, ['error', messageOf(reply)])
    return []
  }
  const value = JSON.parse(reply.text) as Listed[] | { Volumes: Listed[] | null }
  const all = Array.isArray(value) ? value : (value.Volumes ?? [])
  return all.map(({ Id, Name, Created, CreatedAt, Labels }) => ({
    id: String(kind === 'volume' ? Name : Id),
    created: typeof Created === 'number' ? Created * 1000 : (parseRfc3339(String(Created ?? CreatedAt)) ?? 0),
    ...(kind === 'container' && { labels: Labels ?? null }),
  }))
}

/**
 * Containers first, as they hold the rest. What cannot be removed is tried again, a second later.
 * @param attempts how often, altogether
 */
export async function removeLeftovers(process: Process, leftovers: Leftovers, attempts: number): Promise<void> {
  const removed: Record<Kind, number> = { container: 0, network: 0, volume: 0, image: 0 }
  for (const kind of kinds) {
    let left = [...leftovers[kind]]
    for (let attempt = 1; left.length > 0 && attempt <= attempts; attempt++) {
      if (attempt > 1) await process.sleep(1000)
      const failed: string[] = []
      for (const id of left) {
        const reply = await requestDocker(process, 'DELETE', removals[kind](id))
        if (reply && reply.status < 300) removed[kind]++
        else if (reply?.status !== 404) {
          failed.push(id)
          const facts = [
            ['resource', kind],
            ['id', id],
            ['attempt', attempt],
            ['error', messageOf(reply)],
          ] as const
          await log(process, 'ERROR', 'remove', ...facts)
        }
      }
      left = failed
    }
  }
  await log(process, 'INFO', 'removed', ...kinds.map((kind) => [`${kind}s`, removed[kind]] as const))
}

/** Docker's own words. */
function messageOf(reply: DockerReply | undefined): string {
  if (!reply) return 'Cannot connect to the Docker daemon'
  try {
    return (JSON.parse(reply.text) as { message: string }).message
  } catch {
    return reply.text
  }
}
