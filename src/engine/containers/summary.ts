// A container as `docker ps` lists it (moby daemon/list.go). Lists are long and asked for often, so each container's
// JSON is kept until the container, or the sentence about its status, changes.

import { Buffer } from 'node:buffer'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { endpointView } from './endpoint-view.ts'
import { shownNetworkMode } from './host-config-view.ts'
import { mountView, sizes } from './inspect.ts'
import { namesOf } from './links.ts'
import { portSummaries } from './ports.ts'
import { commandLine } from './start.ts'
import { statusHolds, statusText } from './status-text.ts'

export function containerSummary(
  context: ContainerContext,
  container: Container,
  size: boolean,
  now: number,
): Record<string, unknown> {
  const { id, imageId, endpoints } = container
  return {
    Id: id,
    Names: namesOf(context.table, container),
    Image: imageName(context, container),
    ImageID: imageId,
    Command: commandLine(container).map(quoted).join(' '),
    Created: Math.floor(container.created / 1000),
    Ports: portSummaries(container),
    ...(size && withoutZero(sizes(context, container))),
    Labels: container.config.Labels,
    State: container.state.status,
    Status: statusText(container, now),
    HostConfig: { NetworkMode: shownNetworkMode(context, container) },
    NetworkSettings: {
      Networks: Object.fromEntries([...endpoints].map(([name, endpoint]) => [name, endpointView(endpoint)])),
    },
    Mounts: container.mounts.map((mount) => (mount.implicit ? { ...mountView(mount), Source: '' } : mountView(mount))),
  }
}

/** What it was made from, or the image's id once that name means another image. */
function imageName(context: ContainerContext, { config, imageId }: Container): string {
  try {
    return context.images.find(config.Image).id === imageId ? config.Image : imageId
  } catch {
    return imageId
  }
}

/** Go leaves a size of zero out (`json:",omitempty"`). */
function withoutZero(sizes: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(sizes).filter(([, bytes]) => bytes > 0))
}

/** dockerd quotes an argument with a space (moby daemon/container/view.go: transform). */
function quoted(argument: string): string {
  return argument.includes(' ') ? `'${argument}'` : argument
}

interface Kept {
  readonly revision: number
  /** of the images' names, as one of them is shown */
  readonly names: number
  /** ms since 1970: when the sentence about its status changes */
  readonly until: number
  readonly bytes: Uint8Array
}

const kept = new WeakMap<Container, Kept>()

/** A comma and the JSON of a summary without sizes, ready to be copied into a list. The same array while it is true. */
export function summaryBytes(context: ContainerContext, container: Container, now: number): Uint8Array {
  const known = kept.get(container)
  const names = context.images.revision()
  if (known && known.revision === container.revision && known.names === names && now < known.until) return known.bytes
  const bytes = Buffer.from(`,${JSON.stringify(containerSummary(context, container, false, now))}`)
  kept.set(container, { revision: container.revision, names, until: statusHolds(container, now), bytes })
  return bytes
}
