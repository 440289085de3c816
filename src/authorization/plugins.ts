// The authorization plugins that the settings name, in their order.
import { AuthorizationPlugin, type PluginOptions } from './plugin.ts'

export class PluginsInForce {
  readonly #names: () => readonly string[]
  readonly #options: PluginOptions
  #named: readonly string[] = []
  #plugins: readonly AuthorizationPlugin[] = []

  constructor(names: () => readonly string[], options: PluginOptions) {
    this.#names = names
    this.#options = options
  }

  /** A reload replaces the settings as a whole, and finds what it names anew. */
  get all(): readonly AuthorizationPlugin[] {
    const names = this.#names()
    if (names !== this.#named) {
      this.#named = names
      this.#plugins = [...new Set(names)].map((name) => new AuthorizationPlugin(name, this.#options))
    }
    return this.#plugins
  }

  /** Rejects in dockerd's words if a plugin is not there, or is none (moby cmd/dockerd: validateAuthzPlugins). */
  async activate(): Promise<void> {
    for (const plugin of this.all) {
      await plugin.activate().catch((error: Error) => {
        throw new Error(`failed to validate authorization plugin: ${error.message}`)
      })
    }
  }
}
