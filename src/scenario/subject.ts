// What a call or an event is about: a container, an image, labels.
import type { Call } from '../api/call.ts'
import type { Container } from '../engine/containers/container.ts'
import type { Engine } from '../engine/engine.ts'
import type { Happening } from '../world/events.ts'
import { Refusal } from '../world/refusal.ts'

export interface Subject {
  /** Names that it can be meant by; none if it is about no container. */
  readonly containers: readonly string[]
  readonly images: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

const nothing: Subject = { containers: [], images: [], labels: {} }

interface Request {
  readonly Image?: string
  readonly Labels?: Readonly<Record<string, string>>
}

export function subjectOfCall(engine: Engine, call: Call): Subject {
  const path = call.path as Readonly<Record<string, string>>
  const query = (call.query ?? {}) as Readonly<Record<string, unknown>>
  if (call.operation === 'ContainerCreate') {
    const { Image: image = '', Labels: labels = {} } = (call.body ?? {}) as Request
    return { containers: typeof query.name === 'string' ? [query.name] : [], images: named(image), labels }
  }
  const { operation } = call
  if (operation.startsWith('Container') || operation.endsWith('Archive') || operation.endsWith('ArchiveInfo')) {
    return path.id === undefined
      ? nothing
      : subjectOfContainer(
          known(() => engine.containers.find(path.id!)),
          path.id,
        )
  }
  if (operation.startsWith('Exec') && path.id !== undefined) {
    const container = known(() => engine.execs.find(path.id!).container)
    return container ? subjectOfContainer(container, container.id) : nothing
  }
  if (operation === 'ImageCreate') {
    const { fromImage, tag } = query as { readonly fromImage?: string; readonly tag?: string }
    if (fromImage === undefined) return nothing
    const separator = tag?.includes(':') ? '@' : ':'
    return { ...nothing, images: named(tag ? `${fromImage}${separator}${tag}` : fromImage) }
  }
  if (operation.startsWith('Image') && path.name !== undefined) return { ...nothing, images: named(path.name) }
  return nothing
}

export function subjectOfEvent(engine: Engine, { type, id, attributes }: Happening): Subject {
  if (type === 'container') {
    const { name, image, ...labels } = attributes
    const there = known(() => engine.containers.find(id))
    const containers = [id, ...(name === undefined ? [] : [name])]
    return { containers, images: image === undefined ? [] : named(image), labels: there?.config.Labels ?? labels }
  }
  const container = attributes.container
  if (container !== undefined)
    return subjectOfContainer(
      known(() => engine.containers.find(container)),
      container,
    )
  return type === 'image' ? { ...nothing, images: named(id) } : nothing
}

function subjectOfContainer(container: Container | undefined, reference: string): Subject {
  if (!container) return { ...nothing, containers: [reference] }
  const { id, name, config, imageId } = container
  return { containers: [id, name, reference], images: [...named(config.Image), imageId], labels: config.Labels ?? {} }
}

/** `alpine` is `alpine:latest`, too. */
function named(reference: string): string[] {
  const bare = reference.replace(/^(docker\.io\/)?(library\/)?/, '')
  const tagged = /[:@][^/]*$/.test(bare) ? [bare, bare.replace(/:latest$/, '')] : [bare, `${bare}:latest`]
  return [...new Set([reference, ...tagged])]
}

/** What the engine finds; undefined if it refuses. */
export function known<T>(find: () => T): T | undefined {
  try {
    return find()
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
