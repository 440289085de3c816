// What the control API does its work on: a daemon, as far as it must know it. src/daemon puts it together.
import type { Engine } from '../engine/engine.ts'
import type { components } from '../gen/control.ts'
import type { OperationId } from '../gen/operations.ts'

/** The schemas of openapi/control/control.yaml. */
export type ControlSchemas = components['schemas']

type Entry = ControlSchemas['JournalEntry']

interface RuleReport extends Omit<ControlSchemas['RuleReport'], 'lastFired' | 'did'> {
  readonly did: readonly string[]
  readonly lastFired: number | undefined
}

/** Everything that is said wrong is thrown as a Refusal. */
export interface Controlled {
  readonly engine: Engine
  /** As long as scenarios make what they give: `starting`. */
  readonly progress: { readonly status: ControlSchemas['Health']['status']; readonly message?: string }
  readonly rules: ControlledRules
  readonly snapshots: {
    take(): Snapshot
    /** Goes back to the beginning. */
    reset(): Promise<GoneBack>
  }
  readonly journal: ControlledJournal
  /** How often each operation of the API has been called. */
  readonly calls: { counts(): Readonly<Record<string, number>>; clear(): void }
  /** Makes what `given` of a scenario says: a value, or YAML. */
  give(given: unknown): Promise<void>
}

export interface ControlledRules {
  list(): RuleReport[]
  unused(): RuleReport[]
  find(name: string): RuleSwitch | undefined
  /** A value, or YAML. */
  add(rule: unknown): Promise<RuleSwitch>
  /** A value, or YAML of one or several scenarios. Gives their rules, in their order. */
  play(scenario: unknown): Promise<RuleSwitch[]>
  /** Does steps now. */
  run(steps: unknown): void
  /** Takes away those that were added here. */
  removeAdded(): void
}

export interface RuleSwitch {
  readonly name: string
  readonly report: RuleReport
  enable(): void
  disable(): void
  remove(): void
}

export interface Snapshot {
  readonly at: number
  restore(): Promise<GoneBack>
  /** The bytes of a tar archive. */
  export(): AsyncIterable<Uint8Array>
  /** What is different in another one, or now; as JSON carries it. */
  diff(other?: this): Promise<object>
}

export interface GoneBack {
  readonly kept: readonly string[]
  readonly restarted: readonly string[]
  readonly removed: readonly string[]
  readonly failed: Readonly<Record<string, string>>
}

/** An entry as it is in the process, where nobody changes it. */
export interface JournalEntry extends Readonly<Omit<Entry, 'operation' | 'rules'>> {
  readonly operation: OperationId
  readonly rules: readonly string[]
}

/** Those of the query; `limit` and `after` aside. */
export interface JournalFilters {
  readonly operation?: string | undefined
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly status?: string | undefined
  readonly rule?: string | undefined
}

export interface ControlledJournal {
  readonly entries: readonly JournalEntry[]
  readonly count: number
  clear(): void
  /** Whether an entry fits. Throws a Refusal for filters that are none. */
  test(filters: JournalFilters): (entry: JournalEntry) => boolean
  /** Entries as they become complete, until the signal aborts. */
  follow(signal: AbortSignal): AsyncIterable<JournalEntry>
  har(entries: readonly JournalEntry[]): object
  scenario(entries: readonly JournalEntry[]): object
}
