// An authorization plugin: found and activated once, then asked about every request and its reply.
import { decodeBody } from '../api/decode.ts'
import type { ComplaintStyle } from '../engine/persona.ts'
import { PluginClient, type PluginClientOptions } from './plugin-client.ts'
import { findPlugin } from './plugin-place.ts'

export interface PluginOptions extends PluginClientOptions {
  /** Where plugins are looked for by name. */
  readonly directory: string | undefined
  /** How Go complains about JSON. */
  readonly style: ComplaintStyle
}

export interface Verdict {
  readonly Allow: boolean
  readonly Msg: string
}

/** moby pkg/authorization/api.go */
const shape = { kind: 'struct', go: 'authorization.Response', fields: 'Response' } as const
const manifestShape = { kind: 'struct', go: 'plugins.Manifest', fields: 'Manifest' } as const
const structs = {
  Response: {
    Allow: { kind: 'boolean', go: 'bool' },
    Msg: { kind: 'string', go: 'string' },
    Err: { kind: 'string', go: 'string' },
  },
  Manifest: { Implements: { kind: 'list', go: '[]string', items: { kind: 'string', go: 'string' } } },
} as const

/** What it has to implement. */
const INTERFACE = 'authz'

const ACTIVATE = 'Plugin.Activate'

/** seconds after which nobody looks for it again */
const PATIENCE = 30

export class AuthorizationPlugin {
  readonly name: string
  readonly #options: PluginOptions
  #client: Promise<PluginClient> | undefined

  constructor(name: string, options: PluginOptions) {
    this.name = name
    this.#options = options
  }

  /** Throws in dockerd's words what keeps it from being used. Only the first call does anything. */
  async activate(): Promise<void> {
    this.#client ??= this.#activated()
    await this.#client
  }

  /**
   * @param method `AuthZPlugin.AuthZReq` or `AuthZPlugin.AuthZRes`
   * @param about JSON
   */
  async ask(method: string, about: string): Promise<Verdict> {
    this.#client ??= this.#activated()
    const client = await this.#client
    const { Allow = false, Msg = '' } = this.#decoded<Partial<Verdict>>(method, await client.call(method, about), shape)
    return { Allow, Msg }
  }

  async #activated(): Promise<PluginClient> {
    const client = await this.#found()
    if (client === undefined) throw new Error(`plugin "${this.name}" not found`)
    try {
      const answer = await client.call(ACTIVATE, '')
      const { Implements = [] } = this.#decoded<{ readonly Implements?: string[] }>(ACTIVATE, answer, manifestShape)
      if (Implements.includes(INTERFACE)) return client
    } catch (error) {
      throw new Error(`legacy plugin: ${(error as Error).message}`)
    }
    const wanted = `plugin="${this.name}", requested implementation="${INTERFACE}"`
    throw new Error(`legacy plugin: Plugin does not implement the requested driver: ${wanted}`)
  }

  /** It may come a moment later than the daemon (moby pkg/plugins/plugins.go: loadWithRetry). */
  async #found(): Promise<PluginClient | undefined> {
    const { clock, logger, directory } = this.#options
    const begun = clock.now()
    for (let wait = 1; ; wait *= 2) {
      const place = await findPlugin(this.name, directory)
      if (place) return new PluginClient(place, this.#options)
      if (directory === undefined || (clock.now() - begun) / 1000 + wait >= PATIENCE) return undefined
      logger.log('warning', `Unable to locate plugin: ${this.name}, retrying in ${wait}s`)
      await clock.sleep(wait * 1000)
    }
  }

  #decoded<Value>(method: string, text: string, wanted: typeof shape | typeof manifestShape): Value {
    const { style, logger } = this.#options
    try {
      if (/^[ \t\r\n]*$/.test(text)) throw new Error('EOF')
      return decodeBody(text, { shape: wanted, structs, root: '', style, engineVersion: '1.0', version: '1.0' })
        .value as Value
    } catch (error) {
      logger.log('error', `${method}: error reading plugin resp: ${(error as Error).message}`)
      throw error
    }
  }
}
