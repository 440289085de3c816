// Who answers: what the version middleware of dockerd writes on every reply.
import { compareVersions } from '../api/version.ts'

export interface Identity {
  /** `Docker/28.5.2 (linux)` */
  readonly server: string
  /** The newest API version that is spoken. */
  readonly apiVersion: string
  readonly minApiVersion: string
  readonly osType: string
  readonly experimental: boolean
  /** Refuses clients of before 1.24 in JSON, too. */
  readonly jsonErrorsOnly?: boolean
  /** Podman's own API version: it sends this instead of Ostype and Docker-Experimental, and takes every version. */
  readonly libpod?: string | undefined
}

/** Whether a URL's version passes the middleware; one that does not gets no Docker-Experimental header. */
export function speaks(identity: Identity, version: string | undefined): boolean {
  if (version === undefined || identity.libpod !== undefined) return true
  return compareVersions(version, identity.minApiVersion) >= 0 && compareVersions(version, identity.apiVersion) <= 0
}
