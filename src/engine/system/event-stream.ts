// Events that were and events to come.
import type { Happening } from '../../world/events.ts'
import type { World } from '../../world/world.ts'

export interface EventQuery {
  /** ms since 1970 */
  readonly since: number | undefined
  readonly until: number | undefined
  wanted(event: Happening): boolean
}

/** So many events wait for a slow reader; later ones are lost to it (moby daemon/events: bufferSize). */
const WAITING = 1024

/**
 * Recalls what is asked for and listens from this very moment on, so that nothing falls between the two. Ends at
 * `until` on the daemon's clock, or with the signal; without `since` and `until` nothing is recalled.
 */
export function eventStream(world: World, query: EventQuery, signal: AbortSignal): AsyncIterable<Happening> {
  const { clock, events } = world
  const { since, until, wanted } = query
  const recalls = since !== undefined || until !== undefined
  const end = until !== undefined && until > 0 ? until : undefined
  const waiting = recalls ? events.recall(since ?? 0, end).filter(wanted) : []
  if (until !== undefined && until <= clock.now()) return fromList(waiting)

  let ended = false
  let wake = (): void => {}
  const stopListening = events.listen((event) => {
    if (!wanted(event) || waiting.length >= WAITING) return
    waiting.push(event)
    wake()
  })
  const stop = (): void => {
    ended = true
    stopListening()
    timer?.cancel()
    signal.removeEventListener('abort', stop)
    wake()
  }
  const timer = until === undefined ? undefined : clock.after(until - clock.now(), stop)
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop)

  return (async function* () {
    try {
      for (;;) {
        const event = waiting.shift()
        if (event) yield event
        else if (ended) return
        else await new Promise<void>((resolve) => void (wake = resolve))
      }
    } finally {
      stop()
    }
  })()
}

async function* fromList(events: readonly Happening[]): AsyncGenerator<Happening> {
  yield* events
}
