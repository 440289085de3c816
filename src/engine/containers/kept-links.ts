// Legacy links as a container keeps them: of whose id, by which alias.
import type { Container } from './container.ts'

/** Of a link as it is kept: `id:alias`, or `id:alias:name` once the container of that name is gone. */
export interface Link {
  readonly id: string
  readonly alias: string
  readonly goneName: string | undefined
}

export const keptLinks = ({ hostConfig }: Pick<Container, 'hostConfig'>): Link[] =>
  (hostConfig.Links ?? []).map((link) => {
    const [id = '', alias = '', goneName] = link.split(':')
    return { id, alias, goneName }
  })

/** The id of whom a container is linked to as `alias`. */
export const linkedId = (container: Container, alias: string): string | undefined =>
  keptLinks(container).find((link) => link.alias === alias)?.id
