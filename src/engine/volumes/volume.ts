// A volume as the engine keeps it.
import type { Mount } from '../../runtime/mounts.ts'
import type { WritableTree } from '../../storage/tree.ts'

export interface Volume {
  readonly name: string
  readonly driver: string
  /** ms since 1970 */
  readonly created: number
  readonly labels: Readonly<Record<string, string>> | null
  readonly options: Readonly<Record<string, string>> | null
  /** made without a name */
  readonly anonymous: boolean
  /** where its data lies, as seen from the host */
  readonly mountpoint: string
  readonly tree: WritableTree
  /** ids of the containers that have it mounted */
  readonly claims: Set<string>
  /** the tmpfs that its options put in its place, and the ids of the running containers that use it */
  memory?: { readonly mount: Mount; readonly users: Set<string> } | undefined
}

/** Mounted from elsewhere, most likely: no usage is told of it, and no prune takes it (moby volume/service). */
export const hasOptions = ({ options }: Volume): boolean => Object.keys(options ?? {}).length > 0
