// Tags of images that come in versions and on two bases, as official images name them: `7.4`, `7.4-alpine`, `alpine`.

export type Base = 'debian' | 'alpine'

export interface Release {
  readonly version: string
  /** Further names: `latest`, `stable`. */
  readonly names?: readonly string[]
  readonly released: string
}

/** A variant is `<version>/<base>`. */
export const variantOf = (version: string, base: Base): string => `${version}/${base}`

export function readVariant(variant: string): { readonly version: string; readonly base: Base } {
  const [version = '', base] = variant.split('/')
  return { version, base: base === 'alpine' ? 'alpine' : 'debian' }
}

/** The newest release comes first: `1.29` and `1` mean the first one that begins so. */
export function versionTags(releases: readonly Release[]): Record<string, string> {
  const tags: Record<string, string> = {}
  const add = (tag: string, variant: string): void => {
    tags[tag] ??= variant
  }
  for (const { version, names = [] } of releases) {
    const parts = version.split('.')
    const versions = parts.map((_, index) => parts.slice(0, index + 1).join('.'))
    for (const name of [...names, ...versions]) {
      const latest = name === 'latest'
      add(name, variantOf(version, 'debian'))
      add(latest ? 'bookworm' : `${name}-bookworm`, variantOf(version, 'debian'))
      add(latest ? 'alpine' : `${name}-alpine`, variantOf(version, 'alpine'))
      add(latest ? 'alpine3.22' : `${name}-alpine3.22`, variantOf(version, 'alpine'))
    }
  }
  return tags
}

/** What a tag that is not listed means: `6.2.1-alpine` is a version on a base. */
export function variantOfTag(tag: string): string | undefined {
  const match = /^(\d+(?:\.\d+)*)(?:-(.+))?$/.exec(tag)
  if (!match) return undefined
  const [, version = '', suffix = ''] = match
  return variantOf(version, suffix.startsWith('alpine') ? 'alpine' : 'debian')
}
