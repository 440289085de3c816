// Checkpoints of processes, which a daemon in experimental mode would make with CRIU (moby daemon/checkpoint.go). The
// simulated host does not have that program: none is ever made, and none is there.
import { broken, conflict, invalid, Refusal, unsupported } from '../../world/refusal.ts'
import type { Host } from '../host.ts'
import type { LiveSettings } from '../settings.ts'
import type { Words } from '../words.ts'
import type { Container } from './container.ts'
import { checkStartable } from './start.ts'
import { isUp } from './state.ts'

interface Surroundings {
  readonly settings: LiveSettings
  readonly host: Host
  readonly words: Words
}

/** dockerd has no such operations without being told so. */
export function checkExperimental({ settings }: Pick<Surroundings, 'settings'>): void {
  if (settings.now.experimental) return
  throw unsupported(
    'This experimental feature is disabled by default. Start the Docker daemon in experimental mode in order to enable it.',
  )
}

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/

/** Throws what is wrong first; dockerd has no class for most of it: 500. */
export function refuseCheckpoint(
  { host, words }: Surroundings,
  { id, state }: Container,
  reference: string,
  name: string,
): never {
  if (!isUp(state)) throw conflict(words.notRunning(id))
  if (!NAME.test(name)) throw broken(`Invalid checkpoint ID (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`)
  const log = `${host.execRoot}/containerd/daemon/io.containerd.runtime.v2.task/moby/${id}/criu-dump.log`
  throw broken(
    `Cannot checkpoint container ${reference}: runc did not terminate successfully: exit status 1: CRIU version check failed: exec: "criu": executable file not found in $PATH path= ${log}`,
  )
}

export const noCheckpoint = (name: string, container: string): Refusal =>
  broken(`checkpoint ${name} does not exist for container ${container}`)

/** Before a start that is to go on from a checkpoint, or from a directory of them. */
export function checkStartFrom(
  { settings }: Pick<Surroundings, 'settings'>,
  find: () => Container,
  checkpoint: string,
  directory: string,
): void {
  if (checkpoint !== '' && !settings.now.experimental) {
    throw invalid('checkpoint is only supported in experimental mode')
  }
  const container = find()
  if (checkpoint === '' && directory === '') return
  checkStartable(container)
  if (directory !== '') throw new Refusal('forbidden', 'custom checkpointdir is not supported')
  throw noCheckpoint(checkpoint, `/${container.name}`)
}
