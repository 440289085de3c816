// The JSON of inspect, kept for each container until something of it changes: to make it costs more than to send it.
import type { Container } from '../engine/containers/container.ts'
import type { Engine } from '../engine/engine.ts'
import { detailsFor } from './container-versions.ts'

interface Kept {
  readonly revision: number
  readonly version: string
  readonly text: string
}

const kept = new WeakMap<Container, Kept>()

/** What a client of an API version is shown of a container, without sizes. */
export function inspectText(engine: Engine, container: Container, version: string): string {
  const known = kept.get(container)
  // links are shown by the names that other containers have today
  const alone = !container.hostConfig.Links?.length
  if (alone && known?.revision === container.revision && known.version === version) return known.text
  const details = engine.containers.inspect(container, false)
  const text = `${JSON.stringify(detailsFor(version, engine.persona, details))}\n`
  kept.set(container, { revision: container.revision, version, text })
  return text
}
