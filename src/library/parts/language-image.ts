// Images of languages: Debian or Alpine with the tools of one language, as the official ones are.
import type { LayerEntry, Recipe } from '../../registry/recipe.ts'
import type { SimulatedImage } from '../simulated-image.ts'
import { baseAccounts, baseSteps } from './base-steps.ts'
import { directories, directory, executable } from './entries.ts'
import { remembered } from './remembered.ts'
import { buildkit, PATH, released } from './steps.ts'
import { type Base, type Release, readVariant, variantOfTag, versionTags } from './version-tags.ts'

export interface LanguageImage {
  readonly description: string
  readonly stars: number
  /** The newest comes first. */
  readonly releases: readonly Release[]
  /** More tags -> the version that they stand for. */
  readonly more?: Readonly<Record<string, string>>
  /** Environment of a version, after PATH. */
  readonly env: (version: string) => readonly string[]
  /** Directories that stand before the usual PATH. */
  readonly path?: readonly string[]
  /** path -> program */
  readonly executables: Readonly<Record<string, string>>
  /** What comes with the full Debian image (not slim, not Alpine) as well. */
  readonly tools?: Readonly<Record<string, string>>
  readonly directories?: readonly string[]
  /** An ordinary user, with a home, that the image has for those who do not want to be root. */
  readonly user?: { readonly name: string; readonly id: number }
  readonly entrypoint?: readonly string[]
  readonly cmd: readonly string[]
  readonly workdir?: string
  readonly stopSignal?: string
}

/** The tools of the images that official ones with compilers build on (buildpack-deps). */
export const compilers: Readonly<Record<string, string>> = {
  'usr/bin/cc': 'nominal',
  'usr/bin/curl': 'curl',
  'usr/bin/g++': 'nominal',
  'usr/bin/gcc': 'nominal',
  'usr/bin/git': 'git',
  'usr/bin/make': 'make',
  'usr/bin/wget': 'wget',
}

/** An image whose variants are `<version>/<base>` or `<version>/debian-slim`. */
export function languageImage(language: LanguageImage): SimulatedImage {
  const { description, stars, releases, more = {} } = language
  const tags = { ...versionTags(releases) }
  for (const [tag, version] of Object.entries(more)) tags[tag] ??= `${version}/debian`
  for (const [tag, variant] of Object.entries(tags)) {
    if (variant.endsWith('/debian')) {
      const slim = tag === 'latest' ? 'slim' : tag.replace(/(-?bookworm)?$/, (end) => `-slim${end}`)
      tags[slim] ??= `${variant}-slim`
    }
  }
  return {
    description,
    stars,
    tags,
    variantOfTag(tag) {
      const variant = variantOfTag(tag)
      return variant && /-slim\b/.test(tag) ? `${variant}-slim` : variant
    },
    recipe: remembered((variant): Recipe => recipeOf(language, variant)),
  }
}

function recipeOf(language: LanguageImage, variant: string): Recipe {
  const { version, base } = readVariant(variant)
  const { releases, path = [], executables, tools = {}, entrypoint, cmd, workdir, stopSignal } = language
  const created = released(releases.find((one) => one.version === version)?.released ?? releases[0]!.released)
  const env = [path.length > 0 ? PATH.replace('=', `=${path.join(':')}:`) : PATH, ...language.env(version)]
  const isFull = base === 'debian' && !variant.endsWith('-slim')
  const all = { ...executables, ...(isFull ? tools : {}) }
  const folders = new Set(Object.keys(all).flatMap((file) => parents(file)))
  const entries = [
    ...directories(...[...folders].filter((folder) => !present.includes(folder)), ...(language.directories ?? [])),
    ...Object.entries(all).map(([file, program]) => executable(file, program)),
  ]
  return {
    config: {
      Env: env,
      ...(entrypoint && { Entrypoint: entrypoint }),
      Cmd: cmd,
      ...(workdir !== undefined && { WorkingDir: workdir }),
      ...(stopSignal !== undefined && { StopSignal: stopSignal }),
    },
    steps: [
      ...baseSteps(base),
      ...(language.user
        ? [buildkit(created, `RUN /bin/sh -c add the user ${language.user.name}`, home(base, language.user))]
        : []),
      ...env.slice(1).map((pair) => buildkit(created, `ENV ${pair}`)),
      buildkit(created, 'RUN /bin/sh -c set -eux; install', entries),
      ...(workdir === undefined ? [] : [buildkit(created, `WORKDIR ${workdir}`)]),
      buildkit(created, `CMD [${cmd.map((word) => JSON.stringify(word)).join(' ')}]`),
    ],
  }
}

function home(base: Base, { name, id }: NonNullable<LanguageImage['user']>): LayerEntry[] {
  const shell = base === 'alpine' ? '/bin/sh' : '/bin/bash'
  return [
    ...baseAccounts(base, [[name, id, id, `/home/${name}`, shell]]),
    directory(`home/${name}`, 0o755, { uid: id, gid: id }),
  ]
}

/** Directories that both bases have. */
const present = ['usr', 'usr/bin', 'usr/local', 'usr/local/bin', 'opt', 'root']

const parents = (file: string): string[] =>
  file
    .split('/')
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join('/'))
