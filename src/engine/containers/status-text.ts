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
