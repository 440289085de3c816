// DOCKER_MIN_API_VERSION: another oldest API version than the engine's own.
import { compareVersions } from '../api/version.ts'
import type { Persona } from '../engine/persona.ts'

/**
 * The persona with that minimum; a release that does not know the setting stays as it is, as does one without a value.
 * @throws RangeError with dockerd's words for what is no version of the engine (moby daemon/config: ValidateMinAPIVersion)
 */
export function withMinVersion(persona: Persona, wanted: string | undefined): Persona {
  const { lowestApiVersion: lowest, apiVersion: newest } = persona
  if (!wanted || lowest === undefined) return persona
  const refuse = (reason: string): never => {
    throw new RangeError(`invalid DOCKER_MIN_API_VERSION: ${reason}`)
  }
  if (/^v/i.test(wanted)) refuse('API version must be provided without "v" prefix')
  if (compareVersions(wanted, lowest) < 0) refuse(`minimum supported API version is ${lowest}: ${wanted}`)
  if (compareVersions(wanted, newest) > 0) refuse(`maximum supported API version is ${newest}: ${wanted}`)
  return { ...persona, minApiVersion: wanted }
}
