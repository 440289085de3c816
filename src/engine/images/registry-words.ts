// What a registry refused, in the words and with the class of dockerd
// (moby daemon/internal/distribution/errors.go, daemon/server/httpstatus).
import { familiarName, familiarText, type Reference } from '../../registry/reference.ts'
import { isSpecified, RegistryError, statusOf } from '../../registry/registry-error.ts'
import { broken, missing, Refusal, type RefusalKind } from '../../world/refusal.ts'
import type { Persona } from '../persona.ts'

const kinds: Readonly<Record<number, RefusalKind>> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'missing',
  405: 'disallowed',
  429: 'limited',
}

/** The registry's own words; its code decides the class. Other errors pass. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof RegistryError)) return error
  const kind = isSpecified(error.code) ? kinds[statusOf(error.code)] : undefined
  return new Refusal(kind ?? 'broken', error.message)
}

/** A pull names what was asked for, if the registry gave a reason of its own. */
export function pullRefusal(
  error: unknown,
  reference: Reference,
  { differences }: Pick<Persona, 'differences'>,
): unknown {
  const one = error instanceof RegistryError && error.message.startsWith('errors:') ? error.inner : error
  if (!(one instanceof RegistryError)) return one
  const other = differences.has('pull-refusals-are-failures') ? broken(one.message) : asRefusal(one)
  if (one.bare || one.inner !== undefined) return other
  switch (one.code) {
    case 'DENIED':
      return missing(
        `pull access denied for ${familiarName(reference)}, repository does not exist or may require 'docker login': ${one.message}`,
      )
    case 'MANIFEST_UNKNOWN':
      return missing(`manifest for ${familiarText(reference)} not found: ${one.message}`)
    case 'NAME_UNKNOWN':
      return missing(`repository ${familiarName(reference)} not found: ${one.message}`)
    default:
      return other
  }
}
