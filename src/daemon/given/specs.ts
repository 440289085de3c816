// What tests can say of the state that they put there, and what they get for it.
import type { ImageDeclaration } from '../../library/declared/image-declaration.ts'
import type { GivenContainer, GivenNetwork, GivenState, GivenVolume } from '../../scenario/language.ts'

/** What can be said of an image beside its name: that of docs/library.md, but for programs that are functions. */
export type ImageSpec = Omit<ImageDeclaration, 'image' | 'tags'>

/** What is undefined is left out. */
type MayBeMissing<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** As in `given` of scenarios; without a name Docker makes one up. */
export type Wanted = MayBeMissing<GivenContainer> & Pick<GivenContainer, 'image'>

/** What can be said of a container. All of it may be left out: it is an `alpine` that runs, by a name of Docker's. */
export interface ContainerSpec extends MayBeMissing<Omit<GivenContainer, 'command' | 'environment' | 'running'>> {
  /** A list, or a line for /bin/sh -c; the image's own if left out. */
  readonly cmd?: string | readonly string[] | undefined
  readonly env?: Readonly<Record<string, string | number>> | undefined
}

export type NetworkSpec = Omit<GivenNetwork, 'name'>
export type VolumeSpec = Omit<GivenVolume, 'name'>

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
