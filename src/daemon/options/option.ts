// What the table of options says about each.
import type { AddressPool, ConfiguredRuntime, Settings, Ulimit } from '../../engine/settings.ts'

/** What a value of an option is, by the name of its kind; `kinds.ts` reads them. */
export interface ValueOf {
  readonly string: string
  readonly bool: boolean
  readonly int: number
  /** in bytes */
  readonly bytes: number
  readonly ip: string
  readonly list: string[]
  readonly ips: string[]
  readonly addresses: string[]
  readonly map: Record<string, string>
  readonly set: Record<string, boolean>
  readonly mapmap: Record<string, Record<string, string>>
  readonly runtimes: Record<string, ConfiguredRuntime>
  readonly ulimits: Record<string, Ulimit>
  readonly pools: AddressPool[]
}

export type KindName = keyof ValueOf

/**
 * What mockerd does with an option. `effective`: what dockerd does. `reported`: replies show it, nothing else changes.
 * `accepted`: it is read and checked, and changes nothing. `not simulated`: refused, or a warning says so.
 */
export type Effect = 'effective' | 'reported' | 'accepted' | 'not simulated'

export interface Option {
  readonly kind: KindName
  readonly short?: string
  readonly help: string
  /** how the help names the value, where the kind's own name says too little */
  readonly value?: string
  /** what the help says of the value if nothing is given */
  readonly default?: string
  /** the only values that there are */
  readonly oneOf?: readonly string[]
  /** the rule of `checks.ts` that values keep */
  readonly check?: string
  readonly does?: Effect
  /** what there is to say about it in docs/flags.md */
  readonly note?: string
  /**
   * Its key in daemon.json if that is not the flag's name, `proxies.` for one within `proxies`; false when the file
   * cannot give it. dockerd then takes the flag's name as a key, and does nothing with it.
   */
  readonly json?: string | false
  /** Where the engine is told. */
  readonly setting?: keyof Settings
  /** Whether SIGHUP takes it over from daemon.json (moby daemon/reload.go). */
  readonly reloads?: boolean
  /** The deprecation that dockerd tells when it is used. */
  readonly deprecated?: string
  /** Not in dockerd's help. */
  readonly hidden?: boolean
  /** The last release of the engine that has it. */
  readonly until?: string
}

export type Options = Readonly<Record<string, Option>>

/** What the options of a table give: absent is what nobody gave. */
export type ValuesOf<Table extends Options> = {
  readonly [Flag in keyof Table]?: Table[Flag] extends { readonly oneOf: readonly (infer Word)[] }
    ? Word
    : ValueOf[Table[Flag]['kind']]
}
