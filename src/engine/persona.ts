// Which engine a daemon plays: what of it is data. The personas themselves are in daemon/personas.
import type { Words } from './words.ts'

/** Names of the ways in which releases behave differently; code asks for a name, never for a version. */
export type Difference =
  /** a container that could not be started: 20.10 keeps the words of the older runtime in front */
  'volume-prune-takes-named' | 'dangling-images-have-none-tags'

export interface Persona {
  /** As `--engine` takes it. */
  readonly name: string
  readonly version: string
  readonly apiVersion: string
  readonly minApiVersion: string
  readonly gitCommit: string
  readonly goVersion: string
  /** RFC 3339 */
  readonly buildTime: string
  /** `Platform.Name` of /version */
  readonly platform: string
  readonly containerd: { readonly version: string; readonly commit: string }
  readonly runc: { readonly version: string; readonly commit: string }
  readonly init: { readonly version: string; readonly commit: string }
  readonly words: Words
  readonly differences: ReadonlySet<Difference>
  /** Top-level fields of /info that this release has not. */
  readonly withoutInfo?: readonly string[]
}
