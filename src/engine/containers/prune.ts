// `docker container prune` (moby daemon/prune.go).
import type { Filters } from '../../gen/operations.ts'
import type { ContainerContext } from './context.ts'
import { pruneTest } from './filters.ts'
import { sizes } from './inspect.ts'
import { removeQuietly } from './remove.ts'

export interface PruneReport {
  /** ids */
  readonly deleted: string[]
  /** bytes */
  readonly reclaimed: number
}

/** The newest goes first (moby daemon/list.go: List). */
export function pruneContainers(context: ContainerContext, filters: Filters): PruneReport {
  const test = pruneTest(context, filters)
  const deleted: string[] = []
  let reclaimed = 0
  for (const container of [...context.table.all()].reverse().filter(test)) {
    const size = sizes(context, container).SizeRw
    if (!removeQuietly(context, container, {})) continue
    reclaimed += size
    deleted.push(container.id)
  }
  const attributes = { reclaimed: String(reclaimed) }
  context.world.events.publish({ type: 'container', action: 'prune', id: '', attributes })
  return { deleted, reclaimed }
}
