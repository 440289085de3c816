// The daemon goes down and comes up again: its ways in close and open, the engine lives on.
import type { Engine } from '../engine/engine.ts'
import type { DockerServer } from '../http/server.ts'
import type { DaemonControls, RestartOptions } from '../scenario/controls.ts'

/** ms that dockerd waits for its streams (moby daemon/command/daemon.go: shutdownTimeout of the API server) */
const PATIENCE = 5000

export interface OutageParts {
  /** not there yet when a timeline begins */
  readonly server: () => DockerServer
  readonly engine: Engine
  readonly reload: DaemonControls['reload']
  readonly report: ((error: unknown) => void) | undefined
}

export function createOutages({ server, engine, reload, report = () => {} }: OutageParts): DaemonControls {
  const { clock, events } = engine.world

  async function restart({ liveRestore: asked, downtime }: RestartOptions): Promise<void> {
    const liveRestore = asked || engine.settings.now.liveRestore
    const comeBack = await server().suspend('absent', clock.sleep(PATIENCE))
    if (!liveRestore) await engine.shutDown()
    await clock.sleep(downtime)
    // nobody knows what was, except for the containers
    events.forget()
    if (!liveRestore) engine.resume()
    await comeBack()
  }

  return {
    goDown(how) {
      const down = server().suspend(how, Promise.resolve())
      down.catch(report)
      return () => void down.then((comeBack) => comeBack()).catch(report)
    },
    restart: (options) => void restart(options).catch(report),
    reload,
  }
}
