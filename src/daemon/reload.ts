// Reading the configuration again while the daemon runs, as dockerd does on SIGHUP.
import type { Engine } from '../engine/engine.ts'
import type { TransferLimits, Transfers } from '../engine/images/transfers.ts'
import { defaultSettings, type Settings } from '../engine/settings.ts'
import { reloadAttributes, reloadable, reloaded } from '../engine/system/reload.ts'
import type { ConfigurableRegistry, RegistryOptions } from './registry.ts'

type RegistrySettings = Pick<RegistryOptions, 'insecureRegistries' | 'registryMirrors' | 'transfers'>

/** What options say of registries, as settings: only what they do say. */
function registrySettings({ insecureRegistries, registryMirrors, transfers }: RegistrySettings): Partial<Settings> {
  return {
    ...(insecureRegistries && { insecureRegistries }),
    ...(registryMirrors && { registryMirrors }),
    ...(transfers?.downloads !== undefined && { maxConcurrentDownloads: transfers.downloads }),
    ...(transfers?.uploads !== undefined && { maxConcurrentUploads: transfers.uploads }),
    ...(transfers?.downloadAttempts !== undefined && { maxDownloadAttempts: transfers.downloadAttempts }),
  }
}

/** What a daemon is made with. */
export function settingsFrom({
  settings,
  ...options
}: RegistrySettings & { settings?: Partial<Settings> | undefined }): Settings {
  return { ...defaultSettings, ...settings, ...registrySettings(options) }
}

export const transferLimits = (settings: Settings): TransferLimits => ({
  downloads: settings.maxConcurrentDownloads,
  uploads: settings.maxConcurrentUploads,
  downloadAttempts: settings.maxDownloadAttempts,
})

interface Reloads {
  /** Throws an Error with dockerd's words, and then nothing has changed. */
  reload(changes: Partial<Settings>): void
  /** Puts back, without a word, what the daemon was made with. */
  takeBack(): void
}

export function createReloads(engine: Engine, registry: ConfigurableRegistry, transfers: Transfers): Reloads {
  const first = Object.fromEntries(reloadable.map((name) => [name, engine.settings.now[name]]))
  let isAsMade = true
  const put = (settings: Settings): void => {
    registry.configure(settings)
    engine.settings.now = settings
    transfers.limit(settings.maxConcurrentDownloads, settings.maxConcurrentUploads)
  }
  return {
    reload(changes) {
      put(reloaded(engine.settings.now, changes))
      engine.settings.authorizedBy = changes.authorizationPlugins ?? []
      isAsMade = false
      const attributes = reloadAttributes(engine)
      engine.world.events.publish({ type: 'daemon', action: 'reload', id: engine.id, attributes })
    },
    takeBack() {
      if (isAsMade) return
      put({ ...engine.settings.now, ...first })
      engine.settings.authorizedBy = undefined
      isAsMade = true
    },
  }
}
