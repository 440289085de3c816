// Puts state there in one line for tests: images, containers, networks, volumes, whole fleets.
import type { Engine } from '../engine/engine.ts'
import type { ImageDeclaration } from '../library/declared/image-declaration.ts'
import { inTurn } from '../world/late.ts'
import type {
  Built,
  BuiltContainer,
  ContainerSpec,
  FleetSpec,
  ImageSpec,
  NetworkSpec,
  VolumeSpec,
} from './given/specs.ts'

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
  network(name: string, spec?: NetworkSpec): Promise<Built>
  /** Its id is its name. */
  volume(name: string, spec?: VolumeSpec): Promise<Built>
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
 * @param check throws when nothing can be put there any more
 */
export function createBuilders(
  engine: Engine,
  declare: (image: ImageDeclaration) => void,
  check: () => void,
): Builders {
  const code = async <Code>(load: () => Promise<Code>): Promise<Code> => {
    check()
    return inTurn(load)
  }
  return {
    image: async (name, spec) => (await code(() => import('./given/image.ts'))).makeImage(engine, name, spec, declare),
    container: async (spec) => (await code(() => import('./given/build-container.ts'))).buildContainer(engine, spec),
    network: async (name, spec) =>
      (await code(() => import('./given/build-things.ts'))).buildNetwork(engine, name, spec),
    volume: async (name, spec) => (await code(() => import('./given/build-things.ts'))).buildVolume(engine, name, spec),
    fleet: async (size, spec) => (await code(() => import('./given/fleet.ts'))).makeFleet(engine, size, spec),
  }
}
