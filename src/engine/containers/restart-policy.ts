// Whether and when a container that ended is started again (moby daemon/internal/restartmanager).
import type { Container } from './container.ts'

/** ms: the first wait, doubled with each restart in a row up to the last. */
const FIRST = 100
const LONGEST = 60_000
/** ms: who ran this long begins again with the first wait. */
const LONG_ENOUGH = 10_000

/** ms until the next start, or undefined when the policy leaves the container alone. */
export function restartDelay(container: Container, exitCode: number, ran: number): number | undefined {
  const { Name, MaximumRetryCount } = container.hostConfig.RestartPolicy
  if (container.restartCancelled || container.restartByHand) return undefined
  const wanted =
    Name === 'always' ||
    (Name === 'unless-stopped' && !container.stoppedByHand) ||
    (Name === 'on-failure' && exitCode !== 0 && (MaximumRetryCount === 0 || container.restartCount < MaximumRetryCount))
  if (!wanted) return undefined
  container.restartWait =
    ran > LONG_ENOUGH || container.restartWait === 0 ? FIRST : Math.min(container.restartWait * 2, LONGEST)
  return container.restartWait
}

/** ms that it has waited before its last start, when it has been started so often in a row. */
export const waitAfter = (restarts: number): number => Math.min(FIRST * 2 ** Math.max(0, restarts - 1), LONGEST)
