// Podman's refusals: with a cause and the status in the body, and in its own words for what is not there.
import type { Dispatch } from '../api/dispatch.ts'
import type { Reply } from '../api/reply.ts'
import type { OperationId } from '../gen/operations.ts'
import { failureOf } from '../http/status.ts'
import { Refusal } from '../world/refusal.ts'
import { podmanAbsence } from './podman-absences.ts'

interface Translation {
  readonly docker: RegExp
  /** With `$1`, … for the groups of the pattern. */
  readonly podman: string
  /** The error at the root of it (podman libpod/define/errors.go). */
  readonly cause: string
  /** Where it is another than Docker's. */
  readonly status?: number
  /** The only operation that says it so. */
  readonly of?: OperationId
}

const improper = 'container state improper'

/** What both say, each in its own words (podman v5.4.2: pkg/api/handlers/compat, libpod). */
const translations: readonly Translation[] = [
  {
    docker: /^No such container: (.*)$/,
    podman: 'no container with name or ID "$1" found: no such container',
    cause: 'no such container',
  },
  {
    docker: /^No such image: (.*)$/,
    podman: 'no such image: $1: image not known',
    cause: 'image not known',
    of: 'ContainerCreate',
  },
  { docker: /^No such image: (.*)$/, podman: 'failed to find image $1: $1: image not known', cause: 'image not known' },
  {
    docker: /^get (.*): no such volume$/,
    podman: 'no volume with name "$1" found: no such volume',
    cause: 'no such volume',
  },
  {
    docker: /^network (.*) not found$/,
    podman: 'unable to find network with name or ID $1: network not found',
    cause: 'network not found',
  },
  {
    docker: /^network with name (.*) already exists$/,
    podman: 'network name $1 already used: network already exists',
    cause: 'network already exists',
  },
  {
    docker: /^error while removing network: network (\S+) id \S+ has active endpoints$/,
    podman:
      '"$1" has associated containers with it. Use -f to forcibly delete containers and pods: network is being used',
    cause: 'network is being used',
    status: 500,
  },
  {
    docker: /^remove (.*): volume is in use - \[(.*)\]$/,
    podman: 'volume $1 is being used by the following container(s): $2: volume is being used',
    cause: 'volume is being used',
  },
  {
    docker: /^Conflict\. The container name "\/(.*)" is already in use by container "(.*)"\. You have to remove .*$/,
    podman:
      'container create: creating container storage: the container name "$1" is already in use by $2. You have to remove that container to be able to reuse that name: that name is already in use',
    cause: 'that name is already in use',
    status: 500,
    of: 'ContainerCreate',
  },
  {
    docker: /^You cannot remove a (running|paused) container ([0-9a-f]+)\..*$/,
    podman: `cannot remove container $2 as it is $1 - running or paused containers cannot be removed without force: ${improper}`,
    cause: improper,
    status: 500,
  },
  {
    docker: /^Container (\S+) is already paused$/,
    podman: `"$1" is already paused: ${improper}`,
    cause: improper,
    status: 500,
  },
  {
    docker: /^Container (\S+) is not paused$/,
    podman: `"$1" is not paused, can't unpause: ${improper}`,
    cause: improper,
    status: 500,
  },
]

/** Lets calls end with a reply where they would end with a refusal; the rest is left to the skin. */
export function withPodmanErrors(dispatch: Dispatch): Dispatch {
  return async (incoming) => {
    const absence = podmanAbsence(incoming)
    if (absence) return absence
    try {
      return await dispatch(incoming)
    } catch (error) {
      if (error instanceof Refusal && error.kind !== 'unchanged') return podmanRefusal(error, incoming.operation)
      throw error
    }
  }
}

function podmanRefusal(error: Refusal, operation: OperationId): Reply {
  const { status: own, message: docker } = failureOf(error)
  const found = translations.find((one) => (one.of ?? operation) === operation && one.docker.test(docker))
  if (!found) return refusal(own, docker, docker)
  return refusal(found.status ?? own, docker.replace(found.docker, found.podman), found.cause)
}

const refusal = (status: number, message: string, cause: string): Reply => ({
  kind: 'json',
  status,
  value: { cause, message, response: status },
})
