// `docker ps` (moby daemon/list.go).
import { Buffer } from 'node:buffer'
import type { Filters } from '../../gen/operations.ts'
import type { ContainerContext } from './context.ts'
import { listTest } from './filters.ts'
import { isUp } from './state.ts'
import { containerSummary, summaryBytes } from './summary.ts'

export interface ListOptions {
  /** stopped ones too */
  readonly all: boolean
  /** the newest so many, in whatever state; 0 for all */
  readonly limit: number
  readonly size: boolean
  readonly filters: Filters
}

interface Joined {
  readonly pieces: readonly Uint8Array[]
  readonly list: Uint8Array
}

/** The last list of each engine: who asks again and again, as dashboards do, mostly sees what the last one saw. */
const last = new WeakMap<ContainerContext, Joined>()

/** Made of bytes: to join a thousand texts and to encode them takes longer than to send them. */
function joined(context: ContainerContext, pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 0) return none
  const known = last.get(context)
  if (known?.pieces.length === pieces.length && known.pieces.every((piece, index) => piece === pieces[index])) {
    return known.list
  }
  const list = Buffer.concat([...pieces, end])
  // over the comma before the first
  list[0] = 0x5b
  last.set(context, { pieces, list })
  return list
}

const none = Buffer.from('[]\n')
const end = Buffer.from(']\n')

/** The JSON of the list, newest first, in UTF-8. */
export function listContainers(context: ContainerContext, { all, limit, size, filters }: ListOptions): Uint8Array {
  const test = listTest(context, filters)
  // naming a state means that stopped ones are wanted (moby daemon/list.go: foldFilter)
  const everyState = all || limit > 0 || (filters.status?.length ?? 0) > 0
  const now = context.world.clock.now()
  const pieces: Uint8Array[] = []
  for (const container of [...context.table.all()].reverse()) {
    if (!everyState && !isUp(container.state) && container.state.status !== 'restarting') continue
    if (!test(container)) continue
    pieces.push(
      size
        ? Buffer.from(`,${JSON.stringify(containerSummary(context, container, true, now))}`)
        : summaryBytes(context, container, now),
    )
    if (pieces.length === limit) break
  }
  return joined(context, pieces)
}
