// Puts state there in one line for tests: images, containers, networks, volumes, whole fleets.
import type { Engine } from '../engine/engine.ts'
import type { ImageDeclaration } from '../library/declared/image-declaration.ts'
import type { GivenContainer, GivenNetwork, GivenState, GivenVolume } from '../scenario/language.ts'

/** What can be said of an image beside its name: that of docs/library.md, but for programs that are functions. */
export type ImageSpec = Omit<ImageDeclaration, 'image' | 'tags'>

/** What can be said of a container. All of it may be left out: it is an `alpine` that runs, by a name of Docker's. */
export interface ContainerSpec extends Partial<Omit<GivenContainer, 'command' | 'environment' | 'running'>> {
  /** A list, or a line for /bin/sh -c; the image's own if left out. */
  readonly cmd?: string | readonly string[] | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
}

/** What a fleet is like. */
export interface FleetSpec {
  /** What share of it is in which state; all run if left out. `{ running: 0.6, exited: 0.3, paused: 0.1 }` */
  readonly mix?: Readonly<Partial<Record<GivenState, number>>> | undefined
  /** Its containers are of these images, drawn at random; some made-up services if left out. */
  readonly images?: readonly string[] | undefined
  /** Labels of all of them, or of each by its number, from 0. */
  readonly labels?: Readonly<Record<string, string>> | ((index: number) => Readonly<Record<string, string>>) | undefined
  /** The name of each by its number, from 0; made up if left out. */
  readonly name?: ((index: number) => string) | undefined
  /** The same seed gives the same fleet; another one another. */
  readonly seed?: string | undefined
}

/** What was put there. */
export interface Built {
  readonly id: string
  readonly name: string
}

export interface BuiltContainer extends Built {
  readonly image: string
  readonly state: GivenState
}

/**
 * What puts state there, by the ways of the engine, so that inspect, lists, logs and events agree about it; past rules and
 * journal. All of it rejects with an Error whose message says in a sentence what could not be made and why.
 */
export interface Builders {
  /**
   * Pulls an image; or makes one of your own, which can be pulled from then on, too.
   *
   * @example
   * await docker.image('redis:7')
   * await docker.image('acme/api:1.4', { env: { PORT: 80 }, cmd: ['serve'], labels: { team: 'blue' } })
   */
  image(name: string, spec?: ImageSpec): Promise<Built>
  /**
   * A container in any state, with what it has printed and how healthy it is; its image is pulled if it is not there.
   *
   * @example
   * await docker.container({ name: 'web', image: 'nginx', health: 'healthy', ports: ['8080:80'] })
   * await docker.container({ name: 'job', state: 'exited', exitCode: 3, logs: ['no space left'] })
   */
  container(spec?: ContainerSpec): Promise<BuiltContainer>
  network(name: string, spec?: Omit<GivenNetwork, 'name'>): Promise<Built>
  /** Its id is its name. */
  volume(name: string, spec?: Omit<GivenVolume, 'name'>): Promise<Built>
  /**
   * So many containers, the same ones each time.
   *
   * @example
   * await docker.fleet(500, { mix: { running: 0.6, exited: 0.4 }, labels: { team: 'blue' } })
   */
  fleet(size: number, spec?: FleetSpec): Promise<readonly BuiltContainer[]>
}

/**
 * The code of each is loaded when it is first used.
 *
 * @param declare lets an image be pulled from now on
 */
export function createBuilders(engine: Engine, declare: (image: ImageDeclaration) => void): Builders {
  return {
    image: async (name, spec) => (await import('./given/image.ts')).makeImage(engine, name, spec, declare),
    container: async (spec) => (await import('./given/build-container.ts')).buildContainer(engine, spec),
    async network(name, spec) {
      const { makeNetwork } = await import('./given/things.ts')
      return { id: await makeNetwork(engine, { ...spec, name }), name }
    },
    async volume(name, spec) {
      const { makeVolume } = await import('./given/things.ts')
      await makeVolume(engine, { ...spec, name })
      return { id: name, name }
    },
    fleet: async (size, spec) => (await import('./given/fleet.ts')).makeFleet(engine, size, spec),
  }
}
