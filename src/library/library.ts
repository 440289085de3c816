// The list of the simulated images, and the catalog that registries look into. Images load when they are asked for.
import type { Catalog, Recipe } from '../registry/recipe.ts'
import type { FoundRepository } from '../registry/registry.ts'
import type { Program } from '../runtime/process.ts'
import type { ImageDeclaration } from './declared/image-declaration.ts'
import { OwnImages } from './declared/own-images.ts'
import type { SimulatedImage } from './simulated-image.ts'

export interface LibraryEntry {
  /** `testcontainers/ryuk` of an image that is not an official one; those go by the name of their file. */
  readonly repository?: string
  load(): Promise<{ readonly default: SimulatedImage }>
  /** The names of its programs, so that they are known before it is loaded. */
  readonly programs?: readonly string[]
}

/** One line per file of this folder; test/library.test.ts holds list and folder together. */
export const library: Readonly<Record<string, LibraryEntry>> = {
  alpine: { load: () => import('./alpine.ts') },
  busybox: { load: () => import('./busybox.ts') },
  cadvisor: {
    repository: 'gcr.io/cadvisor/cadvisor',
    load: () => import('./cadvisor.ts'),
    programs: ['cadvisor'],
  },
  composer: { load: () => import('./composer.ts') },
  'cp-kafka': { repository: 'confluentinc/cp-kafka', load: () => import('./cp-kafka.ts') },
  debian: { load: () => import('./debian.ts') },
  distribution: { repository: 'distribution/distribution', load: () => import('./distribution.ts') },
  'dotnet-aspnet': { repository: 'mcr.microsoft.com/dotnet/aspnet', load: () => import('./dotnet-aspnet.ts') },
  'dotnet-runtime': { repository: 'mcr.microsoft.com/dotnet/runtime', load: () => import('./dotnet-runtime.ts') },
  'dotnet-sdk': { repository: 'mcr.microsoft.com/dotnet/sdk', load: () => import('./dotnet-sdk.ts') },
  'eclipse-temurin': { load: () => import('./eclipse-temurin.ts') },
  golang: { load: () => import('./golang.ts') },
  'google-cadvisor': { repository: 'google/cadvisor', load: () => import('./google-cadvisor.ts') },
  gradle: { load: () => import('./gradle.ts') },
  'hello-world': { load: () => import('./hello-world.ts'), programs: ['hello'] },
  httpd: { load: () => import('./httpd.ts'), programs: ['apache'] },
  kafka: {
    repository: 'apache/kafka',
    load: () => import('./kafka.ts'),
    programs: ['kafka-broker-api-versions', 'kafka-server', 'kafka-storage', 'kafka-topics', 'zookeeper-server'],
  },
  mariadb: { load: () => import('./mariadb.ts') },
  maven: { load: () => import('./maven.ts') },
  memcached: { load: () => import('./memcached.ts'), programs: ['memcached'] },
  mongo: { load: () => import('./mongo.ts'), programs: ['mongod', 'mongosh'] },
  mysql: { load: () => import('./mysql.ts'), programs: ['mysql', 'mysqladmin', 'mysqld'] },
  nginx: { load: () => import('./nginx.ts'), programs: ['nginx'] },
  node: { load: () => import('./node.ts') },
  openjdk: { load: () => import('./openjdk.ts') },
  php: { load: () => import('./php.ts') },
  'portainer-agent': { repository: 'portainer/agent', load: () => import('./portainer-agent.ts') },
  'portainer-ce': {
    repository: 'portainer/portainer-ce',
    load: () => import('./portainer-ce.ts'),
    programs: ['portainer', 'portainer-agent'],
  },
  postgres: { load: () => import('./postgres.ts'), programs: ['initdb', 'pg_ctl', 'pg_isready', 'postgres', 'psql'] },
  python: { load: () => import('./python.ts') },
  rabbitmq: { load: () => import('./rabbitmq.ts'), programs: ['rabbitmq-server', 'rabbitmqctl'] },
  redis: { load: () => import('./redis.ts'), programs: ['gosu', 'redis-cli', 'redis-server'] },
  registry: { load: () => import('./registry.ts'), programs: ['registry'] },
  ruby: { load: () => import('./ruby.ts') },
  rust: { load: () => import('./rust.ts') },
  ryuk: { repository: 'testcontainers/ryuk', load: () => import('./ryuk.ts'), programs: ['ryuk'] },
  socat: { repository: 'alpine/socat', load: () => import('./socat.ts') },
  ubuntu: { load: () => import('./ubuntu.ts') },
  whoami: { repository: 'traefik/whoami', load: () => import('./whoami.ts'), programs: ['traefik-whoami'] },
}

/** By the name that `docker pull` takes. */
const entries: ReadonlyMap<string, LibraryEntry> = new Map(
  Object.entries(library).map(([name, entry]) => [entry.repository ?? name, entry]),
)

/** Programs of the library's images by name. Each loads its image's file when it first runs. */
export const libraryPrograms: ReadonlyMap<string, Program> = new Map(
  Object.values(library).flatMap(({ load, programs = [] }) =>
    programs.map((name): [string, Program] => [
      name,
      async (process) => {
        const program = (await load()).default.programs?.[name]
        if (!program) throw new Error(`program ${name} is listed but not there`)
        return program(process)
      },
    ]),
  ),
)

export interface CatalogOptions {
  /** Refuse what the library has not, instead of making it up. */
  readonly strict?: boolean
  /** More images, or others in the place of built-in ones; of several with one name and tag the last. It may grow. */
  readonly images?: readonly ImageDeclaration[] | undefined
}

/**
 * differs: dockerd asks a registry, and a name that is not there is refused.
 *
 * Official images are the library's; a tag that they do not list stands for the nearest variant. Of any other name there
 * is a generic image. But not when `strict`, nor when a name or tag says that it must not exist: one with `nosuch`,
 * `nonexistent` or `doesnotexist` in it, also with `-` or `_` between the words.
 */
export function createCatalog({ strict = false, images = [] }: CatalogOptions = {}): Catalog {
  const madeUp = (name: string): boolean => !strict && !absent.test(name)
  const findBuiltIn = async (name: string, tag: string): Promise<Recipe | 'unknown-tag' | undefined> => {
    const image = (await entries.get(name)?.load())?.default
    if (!image) return undefined
    const listed = Object.hasOwn(image.tags, tag) ? image.tags[tag] : undefined
    const variant = listed ?? (madeUp(tag) ? (image.variantOfTag?.(tag) ?? image.tags.latest) : undefined)
    return variant === undefined ? 'unknown-tag' : image.recipe(variant)
  }
  const own = new OwnImages(images, async (name, tag) => {
    const found = await findBuiltIn(name, tag)
    return typeof found === 'object' ? found : undefined
  })
  return {
    get hosts() {
      return own.hosts
    },
    async find(path, tag) {
      const name = officialName(path)
      const found = (await own.find(name, tag)) ?? (await findBuiltIn(name, tag))
      if (found) return found
      if (own.tags(name).length > 0) return 'unknown-tag'
      if (!madeUp(path)) return undefined
      return madeUp(tag) ? genericRecipe(path, tag) : 'unknown-tag'
    },
    async tags(path) {
      const name = officialName(path)
      const image = (await entries.get(name)?.load())?.default
      const tags = [...new Set([...own.tags(name), ...Object.keys(image?.tags ?? {})])]
      if (tags.length > 0) return tags
      return madeUp(path) ? ['latest'] : undefined
    },
    async search(term) {
      const wanted = term.toLowerCase()
      const builtIn = await Promise.all(
        [...entries].map(async ([name, { load }]): Promise<FoundRepository> => {
          const { description, stars } = (await load()).default
          return { name, description, stars, official: !name.includes('/') }
        }),
      )
      const known = new Map([...builtIn, ...own.found].map((found) => [found.name, found]))
      const more = madeUp(wanted) ? (await import('./parts/made-up-repositories.ts')).madeUpRepositories(wanted) : []
      return [...known.values()]
        .filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted))
        .sort((a, b) => Number(b.name === wanted) - Number(a.name === wanted) || b.stars - a.stars)
        .concat(more)
    },
  }
}

const absent = /no[-_]?such|non[-_]?existent|does[-_]?not[-_]?exist/

/** `redis` of `library/redis`; other paths are names themselves. */
const officialName = (path: string): string => (path.startsWith('library/') ? path.slice(8) : path)

async function genericRecipe(path: string, tag: string): Promise<Recipe> {
  const { generic } = await import('./parts/generic.ts')
  return generic(`${path}:${tag}`)
}
