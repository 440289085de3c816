// What a client asks of a build.
import type { Reference } from '../../registry/reference.ts'
import type { Credentials } from '../../registry/registry.ts'
import type { RequestedHostConfig } from '../containers/host-config.ts'
import type { GivenArgs } from './build-args.ts'

export interface BuildRequest {
  /** The build context: a tar archive, compressed or not. */
  readonly archive: AsyncIterable<Uint8Array>
  /** where else the context is; empty for the archive */
  readonly remote: string
  /** in the context; `Dockerfile` if empty */
  readonly dockerfile: string
  /** the names that the image gets */
  readonly tags: readonly Reference[]
  /** Bases are pulled though they are there. */
  readonly pull: boolean
  readonly noCache: boolean
  /** images whose steps are taken for those of the cache */
  readonly cacheFrom: readonly string[]
  /** Containers of steps that went well are removed. */
  readonly remove: boolean
  /** Those of steps that failed, too. */
  readonly forceRemove: boolean
  readonly args: GivenArgs
  readonly labels: Readonly<Record<string, string>>
  /** the stage to end with; the last if empty */
  readonly target: string
  /** `os/architecture`; empty for the daemon's own */
  readonly platform: string
  /** limits, network and the like of the steps */
  readonly hostConfig: RequestedHostConfig
  /** the login for a registry */
  credentials(domain: string): Credentials | undefined
}
