// `docker ps` (moby daemon/list.go).
import type { Filters } from '../../gen/operations.ts'
import type { ContainerContext } from './context.ts'
import { listTest } from './filters.ts'
import { isUp } from './state.ts'
import { containerSummary, summaryText } from './summary.ts'

export interface ListOptions {
  /** stopped ones too */
  readonly all: boolean
  /** the newest so many, in whatever state; 0 for all */
  readonly limit: number
  readonly size: boolean
  readonly filters: Filters
}

/** The JSON of the list, newest first. */
export function listContainers(context: ContainerContext, { all, limit, size, filters }: ListOptions): string {
  const test = listTest(context, filters)
  // naming a state means that stopped ones are wanted (moby daemon/list.go: includeContainerInList)
  const everyState = all || limit > 0 || ['status', 'exited', 'before', 'since'].some((key) => filters[key]?.length)
  const now = context.world.clock.now()
  const texts: string[] = []
  for (const container of [...context.table.all()].reverse()) {
    if (!everyState && !isUp(container.state) && container.state.status !== 'restarting') continue
    if (!test(container)) continue
    texts.push(
      size ? JSON.stringify(containerSummary(context, container, true, now)) : summaryText(context, container, now),
    )
    if (texts.length === limit) break
  }
  return `[${texts.join(',')}]\n`
}
