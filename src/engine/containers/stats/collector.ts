// Measures watched containers once a second, for all their watchers together (moby daemon/stats/collector.go).
import type { Clock, Timer } from '../../../world/clock.ts'
import type { Container } from '../container.ts'
import type { Measurement } from './measure.ts'

/** ms from one pass over the containers to the next */
const INTERVAL = 1000
/** samples that wait for a slow watcher; what comes then is lost, as in dockerd */
const MOST_WAITING = 1024

/** What one watcher gets. */
export class Watcher {
  readonly container: Container
  private readonly waiting: (Measurement | undefined)[] = []
  private ended = false
  private wake: (() => void) | undefined

  constructor(container: Container) {
    this.container = container
  }

  push(sample: Measurement | undefined): void {
    if (this.waiting.length < MOST_WAITING) this.waiting.push(sample)
    this.wake?.()
  }

  end(): void {
    this.ended = true
    this.wake?.()
  }

  /** The next sample (undefined inside when the container does not run), or undefined when there will be no more. */
  async next(): Promise<{ readonly sample: Measurement | undefined } | undefined> {
    for (;;) {
      if (this.waiting.length > 0) return { sample: this.waiting.shift() }
      if (this.ended) return undefined
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
  }
}

export class StatsCollector {
  private readonly clock: Clock
  private readonly measure: (container: Container) => Measurement | undefined
  private readonly watched: Map<Container, Set<Watcher>> = new Map()
  /** whose removal it will hear of */
  private readonly known: WeakSet<Container> = new WeakSet()
  private lastPass = Number.NEGATIVE_INFINITY
  private timer: Timer | undefined

  constructor(clock: Clock, measure: (container: Container) => Measurement | undefined) {
    this.clock = clock
    this.measure = measure
  }

  /** The first sample comes with the next pass, at once if nobody has watched for a second. */
  watch(container: Container): Watcher {
    const watcher = new Watcher(container)
    const watchers = this.watched.get(container) ?? new Set()
    watchers.add(watcher)
    this.watched.set(container, watchers)
    if (!this.known.has(container)) {
      this.known.add(container)
      container.waiters.add('removed', () => this.forget(container))
    }
    this.timer ??= this.clock.after(this.lastPass + INTERVAL - this.clock.now(), this.pass)
    return watcher
  }

  leave(watcher: Watcher): void {
    const watchers = this.watched.get(watcher.container)
    watchers?.delete(watcher)
    if (watchers?.size === 0) this.watched.delete(watcher.container)
    this.rest()
  }

  private forget(container: Container): void {
    for (const watcher of this.watched.get(container) ?? []) watcher.end()
    this.watched.delete(container)
    this.rest()
  }

  /** Nothing is measured when nobody watches. */
  private rest(): void {
    if (this.watched.size > 0) return
    this.timer?.cancel()
    this.timer = undefined
  }

  private readonly pass = (): void => {
    this.lastPass = this.clock.now()
    for (const [container, watchers] of this.watched) {
      const sample = this.measure(container)
      for (const watcher of watchers) watcher.push(sample)
    }
    this.timer = this.clock.after(INTERVAL, this.pass)
  }
}
