// Which API version a request speaks, and whether this engine speaks it.
import { invalid } from '../world/refusal.ts'

export interface VersionRange {
  readonly apiVersion: string
  readonly minApiVersion: string
  /** Podman takes any version and answers as it does for those it knows. */
  readonly podman?: object
}

/** As dockerd compares: by number, piece by piece; what is no number counts as 0 (api/types/versions/compare.go). */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0
  const left = a.split('.')
  const right = b.split('.')
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (Number(left[index]) || 0) - (Number(right[index]) || 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return 0
}

/**
 * Makes the function that turns the version of a URL into the one that the call speaks, `01.24.7` being `1.24`.
 * It refuses (400) what is older or newer than the engine speaks (daemon/server/middleware/version.go).
 */
export function createVersionGate({
  apiVersion,
  minApiVersion,
  podman,
}: VersionRange): (asked: string | undefined) => string {
  const known = new Map<string, string>()
  return (asked) => {
    if (asked === undefined || asked === apiVersion) return apiVersion
    const spoken = known.get(asked)
    if (spoken !== undefined) return spoken
    if (podman) return clamped(asked, minApiVersion, apiVersion)
    if (compareVersions(asked, minApiVersion) < 0) {
      throw invalid(
        `client version ${asked} is too old. Minimum supported API version is ${minApiVersion}, ` +
          'please upgrade your client to a newer version',
      )
    }
    if (compareVersions(asked, apiVersion) > 0) {
      throw invalid(`client version ${asked} is too new. Maximum supported API version is ${apiVersion}`)
    }
    const [major, minor] = asked.split('.')
    const version = `${Number(major) || 0}.${Number(minor) || 0}`
    // a client may think of endless ways to write a version
    if (known.size < 100) known.set(asked, version)
    return version
  }
}

function clamped(asked: string, oldest: string, newest: string): string {
  if (compareVersions(asked, oldest) < 0) return oldest
  return compareVersions(asked, newest) > 0 ? newest : asked
}
