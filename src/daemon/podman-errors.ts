// Podman's refusals: with a cause and the status in the body, and in its own words for what is not there.
import type { Dispatch } from '../api/dispatch.ts'
import type { Reply } from '../api/reply.ts'
import { failureOf } from '../http/status.ts'
import { Refusal } from '../world/refusal.ts'

/** Docker's words, Podman's, and the error at the root of it (podman libpod/define/errors.go). */
const MISSING: readonly (readonly [docker: RegExp, podman: string, cause: string])[] = [
  [/^No such container: (.*)$/, 'no container with name or ID "$1" found: no such container', 'no such container'],
  [/^No such image: (.*)$/, 'failed to find image $1: $1: image not known', 'image not known'],
  [/^get (.*): no such volume$/, 'no volume with name "$1" found: no such volume', 'no such volume'],
  [/^network (.*) not found$/, 'unable to find network with name or ID $1: network not found', 'network not found'],
]

/** Lets calls end with a reply where they would end with a refusal; the rest is left to the skin. */
export function withPodmanErrors(dispatch: Dispatch): Dispatch {
  return async (incoming) => {
    try {
      return await dispatch(incoming)
    } catch (error) {
      if (error instanceof Refusal && error.kind !== 'unchanged') return podmanRefusal(error)
      throw error
    }
  }
}

function podmanRefusal(error: Refusal): Reply {
  const { status, message: docker } = failureOf(error)
  const [pattern, podman, cause] = MISSING.find(([pattern]) => pattern.test(docker)) ?? [/$/, undefined, docker]
  const message = podman === undefined ? docker : docker.replace(pattern, podman)
  return { kind: 'json', status, value: { cause, message, response: status } }
}
