// Containers of Docker Compose take a moment to begin.
import { hostTimer } from '../../world/real-clock.ts'
import type { Container } from './container.ts'

/** ms of the host */
const PAUSE = 100

/**
 * Until when the process of a container stands still at its start; undefined for most.
 *
 * differs: with dockerd a start takes longer than `docker compose up` needs to ask for events beside it. Here a container
 * could have ended by then, and Compose would wait for ever for the end that it has missed.
 * Source: github.com/docker/compose/v2 pkg/compose/monitor.go (lists those with this label, then asks for events).
 */
export function composePause({ config }: Container): Promise<void> | undefined {
  if (config.Labels?.['com.docker.compose.config-hash'] === undefined) return undefined
  return new Promise((resolve) => void hostTimer(PAUSE, resolve))
}
