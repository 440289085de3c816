// `--link name:alias`: the old way of one container to know another, on the default network (moby daemon/links.go).
import { broken, invalid, Refusal } from '../../world/refusal.ts'
import type { Container } from './container.ts'
import type { ContainerTable } from './table.ts'

/** `name:alias`, `name`, or as inspect shows it, `/name:/own name/alias` (docker/cli opts.ParseLink). */
function parseLink(text: string): [target: string, alias: string] {
  if (text === '') throw broken('empty string specified for links')
  const parts = text.split(':')
  if (parts.length > 2) throw broken(`bad format for links: ${text}`)
  const [target = '', alias = target] = parts
  return target.startsWith('/') ? [target.slice(1), alias.slice(alias.lastIndexOf('/') + 1)] : [target, alias]
}

/** Makes ids of the names in links; a container that is not there is the client's mistake (400). */
export function resolveLinks(table: ContainerTable, links: readonly string[] | null): string[] | null {
  if (!links) return null
  return links.map(parseLink).flatMap(([target, alias]) => {
    try {
      const { id } = table.find(target)
      return alias === '' ? [] : [`${id}:${alias}`]
    } catch (error) {
      throw error instanceof Refusal ? invalid(`could not get container for ${target}: ${error.message}`) : error
    }
  })
}

/** Whom a container is linked to, and as what; those that are gone are left out. */
export function* linksOf(
  table: ContainerTable,
  { hostConfig }: Pick<Container, 'hostConfig'>,
): Generator<[target: Container, alias: string]> {
  for (const link of hostConfig.Links ?? []) {
    const [id = '', alias = ''] = link.split(':')
    const target = table.get(id)
    if (target) yield [target, alias]
  }
}

/** As inspect shows them, by the names of today. */
export function linkViews(table: ContainerTable, container: Container): string[] | null {
  const views = [...linksOf(table, container)].map(([target, alias]) => `/${target.name}:/${container.name}/${alias}`)
  return views.length > 0 ? views : null
}
