// `docker stats`: samples of what a container uses (moby daemon/stats.go).
import { invalid } from '../../../world/refusal.ts'
import type { Container } from '../container.ts'
import type { ContainerContext } from '../context.ts'
import { isUp } from '../state.ts'
import type { StatsCollector } from './collector.ts'
import { type Measurement, measure } from './measure.ts'
import { sampleLine } from './sample.ts'

export interface StatsOptions {
  readonly stream: boolean
  /** Do not wait for a second sample to compare the first one with. */
  readonly oneShot: boolean
}

/**
 * One sample, or one a second until the container is removed: while it does not run they are all zero. The first one of
 * a stream has nothing before it; a single one waits for a second measurement, unless `oneShot`.
 * @throws invalid (400) for both
 */
export function statsOf(
  context: ContainerContext,
  collector: StatsCollector,
  container: Container,
  options: StatsOptions,
  signal: AbortSignal,
): AsyncGenerator<string> {
  if (options.stream && options.oneShot && !context.differences.has('stats-tell-the-system')) {
    throw invalid('cannot have stream=true and one-shot=true')
  }
  return options.stream
    ? stream(context, collector, container, signal)
    : single(context, collector, container, options, signal)
}

async function* single(
  context: ContainerContext,
  collector: StatsCollector,
  container: Container,
  { oneShot }: StatsOptions,
  signal: AbortSignal,
): AsyncGenerator<string> {
  if (!isUp(container.state)) {
    yield sampleLine(context, container, undefined, undefined, false)
    return
  }
  if (oneShot) {
    const { differences } = context
    const isNamed = differences.has('one-shot-stats-have-a-name') || differences.has('stats-tell-the-system')
    yield sampleLine(context, container, measure(context, container), undefined, !isNamed)
    return
  }
  let count = 0
  for await (const [now, before] of samples(collector, container, signal)) {
    if (++count < 2) continue
    yield sampleLine(context, container, now, before, false)
    return
  }
}

async function* stream(
  context: ContainerContext,
  collector: StatsCollector,
  container: Container,
  signal: AbortSignal,
): AsyncGenerator<string> {
  for await (const [now, before] of samples(collector, container, signal)) {
    yield sampleLine(context, container, now, before, false)
  }
}

/** Each with the one before. */
async function* samples(
  collector: StatsCollector,
  container: Container,
  signal: AbortSignal,
): AsyncGenerator<[now: Measurement | undefined, before: Measurement | undefined]> {
  const watcher = collector.watch(container)
  const end = (): void => watcher.end()
  if (signal.aborted) end()
  signal.addEventListener('abort', end, { once: true })
  try {
    let before: Measurement | undefined
    for (let next = await watcher.next(); next; next = await watcher.next()) {
      yield [next.sample, before]
      before = next.sample
    }
  } finally {
    signal.removeEventListener('abort', end)
    collector.leave(watcher)
  }
}
