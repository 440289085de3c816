// All containers of an engine, by id and by name.
import { checkpointOfMap, type GoBack, together } from '../../world/checkpoint.ts'
import { invalid, missing } from '../../world/refusal.ts'
import type { Words } from '../words.ts'
import type { Container } from './container.ts'
import { linkedId } from './kept-links.ts'

export class ContainerTable {
  private readonly byId = new Map<string, Container>()
  private readonly byName = new Map<string, string>()
  private readonly withLinks = new Map<string, Container>()
  private readonly words: Words

  constructor(words: Words) {
    this.words = words
  }

  /** In the order of their making. */
  all(): IterableIterator<Container> {
    return this.byId.values()
  }

  /** Those that were made with legacy links to others. */
  linking(): IterableIterator<Container> {
    return this.withLinks.values()
  }

  get size(): number {
    return this.byId.size
  }

  add(container: Container): void {
    this.byId.set(container.id, container)
    this.byName.set(container.name, container.id)
    if (container.hostConfig.Links?.length) this.withLinks.set(container.id, container)
  }

  remove(container: Container): void {
    this.byId.delete(container.id)
    this.withLinks.delete(container.id)
    this.release(container)
  }

  /** Its name is free for others; it is there still, by its id. */
  release(container: Container): void {
    if (this.byName.get(container.name) === container.id) this.byName.delete(container.name)
  }

  rename(container: Container, name: string): void {
    this.byName.delete(container.name)
    container.name = name
    this.byName.set(name, container.id)
  }

  /** Which there are, under which names. What they are like is their own business. */
  checkpoint(): GoBack {
    return together(checkpointOfMap(this.byId), checkpointOfMap(this.byName), checkpointOfMap(this.withLinks))
  }

  /** By its full id. */
  get(id: string): Container | undefined {
    return this.byId.get(id)
  }

  /** The id of the container that has this name. */
  ownerOf(name: string): string | undefined {
    return this.byName.get(name)
  }

  /**
   * Full id, then name (or `web/db`, what another is linked to it as), then the beginning of an id that is the only one
   * (moby daemon/container.go: GetContainer).
   */
  find(reference: string): Container {
    if (reference === '') throw invalid('invalid name or ID supplied: ""')
    const name = reference.replace(/^\//, '')
    const container = this.byId.get(reference) ?? this.byId.get(this.byName.get(name) ?? this.linked(name) ?? '')
    if (container) return container
    let match: Container | undefined
    if (/^[0-9a-f]{1,64}$/.test(reference)) {
      for (const other of this.byId.values()) {
        if (!other.id.startsWith(reference)) continue
        if (match) throw invalid(this.words.ambiguousId(reference))
        match = other
      }
    }
    if (!match) throw missing(`No such container: ${reference}`)
    return match
  }

  /** The id of whom `web/db` is. */
  private linked(name: string): string | undefined {
    const slash = name.indexOf('/')
    const parent = slash > 0 && this.byId.get(this.byName.get(name.slice(0, slash)) ?? '')
    return parent ? linkedId(parent, name.slice(slash + 1)) : undefined
  }
}
