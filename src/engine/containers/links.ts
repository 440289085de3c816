// `--link name:alias`: the old way of one container to know another, on the default network (moby daemon/links.go).
import { broken, invalid, Refusal } from '../../world/refusal.ts'
import { type Container, touch } from './container.ts'
import { keptLinks, type Link } from './kept-links.ts'
import type { ContainerTable } from './table.ts'

/** `name:alias`, `name`, or as inspect shows it, `/name:/own name/alias` (docker/cli opts.ParseLink). */
function parseLink(text: string): [target: string, alias: string] {
  if (text === '') throw broken('empty string specified for links')
  const parts = text.split(':')
  if (parts.length > 2) throw broken(`bad format for links: ${text}`)
  const [target = '', alias = target] = parts
  return target.startsWith('/') ? [target.slice(1), alias.slice(alias.lastIndexOf('/') + 1)] : [target, alias]
}

/**
 * Makes ids of the names in links, `id:alias`; a container that is not there is the client's mistake (400). Of two with
 * one alias the first counts (moby daemon/daemon_unix.go: registerLinks).
 */
export function resolveLinks(table: ContainerTable, links: readonly string[] | null): string[] | null {
  if (!links) return null
  const ids = new Map<string, string>()
  for (const [target, alias] of links.map(parseLink)) {
    const { id } = withNetwork(table, target)
    if (alias !== '' && !ids.has(alias)) ids.set(alias, id)
  }
  return [...ids].map(([alias, id]) => `${id}:${alias}`)
}

/** The container itself, or the one whose network it shares. */
function withNetwork(table: ContainerTable, reference: string): Container {
  let container: Container
  try {
    container = table.find(reference)
  } catch (error) {
    throw error instanceof Refusal ? invalid(`could not get container for ${reference}: ${error.message}`) : error
  }
  const mode = container.hostConfig.NetworkMode
  if (mode.startsWith('container:')) return withNetwork(table, mode.slice('container:'.length))
  if (mode === 'host') {
    throw invalid(
      "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
    )
  }
  return container
}

/** Whom a container is linked to, and as what; those that are gone are left out. */
export function* linksOf(
  table: ContainerTable,
  container: Pick<Container, 'hostConfig'>,
): Generator<[target: Container, alias: string]> {
  for (const { id, alias } of keptLinks(container)) {
    const target = table.get(id)
    if (target) yield [target, alias]
  }
}

/** What a container calls one that does not run, or is there no more; undefined if there is none. */
export function brokenLink(
  table: ContainerTable,
  container: Container,
  isUp: (target: Container) => boolean,
): string | undefined {
  const link = keptLinks(container).find(({ id }) => {
    const target = table.get(id)
    return !target || !isUp(target)
  })
  return link && `/${nameOf(table, link)} AS /${container.name}/${link.alias}`
}

const nameOf = (table: ContainerTable, { id, goneName }: Link): string => table.get(id)?.name ?? goneName ?? id

/** As inspect shows them, by the names of today, or the last ones. */
export function linkViews(table: ContainerTable, container: Container): string[] | null {
  const views = keptLinks(container).map((link) => `/${nameOf(table, link)}:/${container.name}/${link.alias}`)
  return views.length > 0 ? views : null
}

/** All names of a container, in their order: its own, and those that others have for it (`/web/db`). */
export function namesOf(table: ContainerTable, { id, name }: Container): string[] {
  const names = table.ownerOf(name) === id ? [`/${name}`] : []
  for (const other of table.linking()) {
    if (table.ownerOf(other.name) !== other.id) continue
    for (const link of keptLinks(other)) if (link.id === id) names.push(`/${other.name}/${link.alias}`)
  }
  return names.length > 1 ? names.sort() : names
}

/** What others are called has changed with a container that is linked to them. */
export function touchLinked(table: ContainerTable, container: Container): void {
  for (const [target] of linksOf(table, container)) touch(target)
}

/** Those who are linked to a container go on knowing what it was called, and do not start any more. */
export function keepNameInLinks(table: ContainerTable, { id, name }: Container): void {
  for (const other of table.linking()) {
    const links = keptLinks(other)
    if (!links.some((link) => link.id === id)) continue
    setLinks(
      other,
      links.map((link) => (link.id === id ? { ...link, goneName: name } : link)),
    )
  }
}

/** `docker rm --link /web/db` (moby daemon/delete.go: rmLink). Throws (500) what is a container's own name. */
export function removeLink(table: ContainerTable, container: Container, reference: string): void {
  const name = reference.startsWith('/') ? reference : `/${reference}`
  const slash = name.lastIndexOf('/')
  if (slash === 0) throw broken('Conflict, cannot remove the default link name of the container')
  const parent = table.get(table.ownerOf(name.slice(1, slash)) ?? '')
  if (!parent) throw broken(`Cannot get parent ${name.slice(0, slash)} for link name ${name}`)
  setLinks(
    parent,
    keptLinks(parent).filter(({ alias }) => alias !== name.slice(slash + 1)),
  )
  touch(container)
}

function setLinks(container: Container, links: readonly Link[]): void {
  const Links = links.map(({ id, alias, goneName }) => [id, alias, ...(goneName ? [goneName] : [])].join(':'))
  container.hostConfig = { ...container.hostConfig, Links } as Container['hostConfig']
  touch(container)
}
