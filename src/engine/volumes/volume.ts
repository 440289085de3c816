// A volume as the engine keeps it.
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
}
