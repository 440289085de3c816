// Authorization plugins around everything that a daemon answers, as its settings name them; loaded when there are some.
import type { Dispatch } from '../api/dispatch.ts'
import type { PluginsInForce } from '../authorization/plugins.ts'
import type { Engine } from '../engine/engine.ts'
import { createHeads } from '../http/heads.ts'
import { type Identity, speaks } from '../http/identity.ts'
import { type Logger, silentLogger } from '../world/logger.ts'

export interface AuthorizingOptions {
  /**
   * Where authorization plugins are looked for: `NAME.sock`, or `NAME.spec` and `NAME.json` that tell their address. A
   * name may also be an address: `unix:///path`.
   */
  readonly pluginDirectory?: string | undefined
  readonly logger?: Logger | undefined
}

export interface Authorizer {
  readonly dispatch: Dispatch
  /** Rejects in dockerd's words if a plugin is not there, or is none. */
  activate(): Promise<void>
}

interface Guard {
  readonly dispatch: Dispatch
  readonly plugins: PluginsInForce
}

/** Costs one look at the settings as long as no plugins are named. */
export function authorizing(
  dispatch: Dispatch,
  { settings, persona, world }: Engine,
  identity: Identity,
  { pluginDirectory: directory, logger = silentLogger }: AuthorizingOptions,
): Authorizer {
  const names = (): readonly string[] => settings.authorizedBy ?? settings.now.authorizationPlugins

  async function load(): Promise<Guard> {
    const { authorize } = await import('../authorization/authorize.ts')
    const { PluginsInForce } = await import('../authorization/plugins.ts')
    const plugins = new PluginsInForce(names, { directory, clock: world.clock, logger, style: persona.json.style })
    const guarded = authorize(dispatch, {
      logger,
      plugins,
      signed: (version) => signature(identity, version),
      passesLongBodies: persona.differences.has('authorization-passes-long-bodies'),
    })
    return { dispatch: guarded, plugins }
  }

  let guard: Promise<Guard> | undefined
  return {
    dispatch(incoming) {
      if (names().length === 0) return dispatch(incoming)
      guard ??= load()
      return guard.then(({ dispatch: guarded }) => guarded(incoming))
    },
    async activate() {
      if (names().length === 0) return
      guard ??= load()
      await (await guard).plugins.activate()
    },
  }
}

/** The headers that the version middleware writes on a reply. */
function signature(identity: Identity, version: string | undefined): Record<string, string> {
  const list = createHeads(identity, () => '').of(speaks(identity, version) ? 'full' : 'refused', undefined)
  const headers: Record<string, string> = {}
  for (let index = 0; index < list.length; index += 2) headers[list[index]!] = list[index + 1]!
  delete headers.Date
  return headers
}
