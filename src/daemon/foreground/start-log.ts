// What the log tells of a start, from the containers of an earlier run to the engine that is ready.
import type { Resumed } from '../../engine/containers/restore.ts'
import type { Engine } from '../../engine/engine.ts'
import { daemonWarnings } from '../../engine/system/daemon-warnings.ts'
import type { LogFields } from '../../world/logger.ts'

/** Lets the containers of an earlier run go on (moby daemon/daemon.go: restore, NewDaemon). */
export function loadContainers(engine: Engine): Resumed {
  const { logger } = engine.world
  logger.log('info', 'Loading containers: start.')
  const resumed = engine.resume()
  const { restarted, failed } = resumed
  for (const [container, error] of Object.entries(failed)) {
    logger.log('error', 'failed to start container', { container, error })
  }
  tellOfBridge(engine)
  logger.log('info', 'Loading containers: done.')
  // processes are on no disk and in no snapshot
  if (restarted.length > 0) logger.log('info', `Running again, from the beginning: ${restarted.join(', ')}`)
  tellOfEngine(engine)
  return resumed
}

/** Later releases choose the address of the bridge after they would have told of it. */
function tellOfBridge({ world, persona, settings, networks, host }: Engine): void {
  if (host.bridge === 'none' || settings.now.bip !== '' || !persona.differences.has('logs-are-sentences')) return
  const subnet = networks.find('bridge').ipam.config?.[0]?.Subnet
  world.logger.log(
    'info',
    `Default bridge (${host.bridge}) is assigned with an IP address ${subnet}. Daemon option --bip can be used to set a preferred IP address`,
  )
}

function tellOfEngine(engine: Engine): void {
  const { driver, persona, world } = engine
  const { differences, version, gitCommit: commit } = persona
  const { logger } = world
  for (const warning of (persona.podman ? null : daemonWarnings(engine)) ?? []) logger.log('warning', warning)
  const several = differences.has('several-graph-drivers-are-logged')
  const fields: LogFields = differences.has('logs-name-graph-drivers')
    ? { [several ? 'graphdriver(s)' : 'graphdriver']: driver.name }
    : { 'storage-driver': driver.name, 'containerd-snapshotter': driver.snapshotter === true }
  logger.log('info', 'Docker daemon', { ...fields, commit, version })
  if (differences.has('logs-are-sentences')) return
  logger.log('info', 'Initializing buildkit')
  logger.log('info', 'Completed buildkit initialization')
}
