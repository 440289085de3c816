// The sentence in the STATUS column of `docker ps` (moby daemon/container/state.go: String).
import { humanDuration } from '../../codec/human.ts'
import type { Container } from './container.ts'

export function statusText({ state, health }: Container, now: number): string {
  const up = (): string => `Up ${humanDuration(now - (state.startedAt ?? now))}`
  const ago = (): string => `(${state.exitCode}) ${humanDuration(now - (state.finishedAt ?? now))} ago`
  switch (state.status) {
    case 'running':
      return health ? `${up()} (${health.status === 'starting' ? 'health: starting' : health.status})` : up()
    case 'paused':
      return `${up()} (Paused)`
    case 'restarting':
      return `Restarting ${ago()}`
    case 'removing':
      return 'Removal In Progress'
    case 'dead':
      return 'Dead'
    case 'created':
      return 'Created'
    case 'exited':
      return `Exited ${ago()}`
  }
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HALF_HOUR = 30 * MINUTE

/** Until when (ms since 1970) the sentence stays as it is now, if nothing happens to the container. */
export function statusHolds({ state }: Container, now: number): number {
  const since = state.status === 'created' ? undefined : state.pid === 0 ? state.finishedAt : state.startedAt
  if (since === undefined) return Number.POSITIVE_INFINITY
  const passed = now - since
  // humanDuration counts seconds, then minutes, then hours that are rounded
  const step = passed < MINUTE ? SECOND : passed < 2 * HALF_HOUR ? MINUTE : HALF_HOUR
  return since + (Math.floor(passed / step) + 1) * step
}
