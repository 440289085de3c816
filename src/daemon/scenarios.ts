// What a daemon has of scenarios: their settings, what is given, its rules.
import type { Call } from '../api/call.ts'
import type { Interposed } from '../api/dispatch.ts'
import type { Door } from '../api/wire.ts'
import type { Engine } from '../engine/engine.ts'
import type { Controls } from '../scenario/controls.ts'
import { createGates } from '../scenario/gates.ts'
import type { RuleSpec, ScenarioSpec } from '../scenario/language.ts'
import type { Plan } from '../scenario/plan.ts'
import type { RuleHandle, Rules } from '../scenario/rules.ts'
import type { Step } from '../scenario/step.ts'
import type { Clock } from '../world/clock.ts'
import { clockOf } from './clock-flags.ts'

export interface ScenarioOptions {
  /** Faults that are written down: what the daemon does other than it should, and when. */
  readonly scenario?: ScenarioSpec | readonly ScenarioSpec[] | undefined
  /** Rules of their own, before those of the scenario. */
  readonly rules?: readonly RuleSpec[] | undefined
  /** Steps of your own for `do`, by their names. */
  readonly steps?: Readonly<Record<string, Step>> | undefined
}

interface Settings {
  readonly engine?: string | undefined
  readonly storageDriver?: string | undefined
  readonly seed?: string | undefined
  readonly clock?: Clock | undefined
}

/** What the options leave open is as the first scenario wants it that says something. */
export function settled<Options extends Settings>(options: Options, plans: readonly Plan[]): Options {
  const wanted = <Key extends keyof Plan>(key: Key): Plan[Key] | undefined =>
    plans.find((plan) => plan[key] !== undefined)?.[key]
  return {
    ...options,
    engine: options.engine ?? wanted('engine'),
    storageDriver: options.storageDriver ?? wanted('storage'),
    seed: options.seed ?? wanted('seed'),
    clock: options.clock ?? clockOfPlan(wanted('clock')),
  }
}

/** Undefined for the time of the host. Throws an Error with a sentence for what is no time. */
export function clockOfPlan(spec: Plan['clock']): Clock | undefined {
  if (spec === undefined) return undefined
  const { time, scale, start } = typeof spec === 'string' ? { time: spec } : { ...spec }
  return clockOf({ time, 'time-scale': scale === undefined ? undefined : String(scale), 'time-start': start })
}

/** The places where scenarios come in; both cost one look while there are none. */
export interface Openings {
  readonly interposed: Interposed
  readonly door: Door
}

export const openings = (): Openings => ({ interposed: { find: undefined }, door: { ask: undefined } })

export interface Scenarios {
  readonly plans: readonly Plan[]
  readonly rules: Rules
  /** When all is there that the scenarios give, and their rules are in force; rejects with a sentence. */
  readonly ready: Promise<void>
  /** Throws a ScenarioError for a rule that cannot be. */
  use(rule: RuleSpec): RuleHandle
  close(): void
}

export interface Stagehands extends Openings {
  readonly engine: Engine
  readonly controls: Controls
  readonly touched: (rule: string, call: Call) => void
  readonly report: ((error: unknown) => void) | undefined
}

/** What understands scenarios and rules, and does what they say. */
export interface Players {
  /** Checks and plans the scenarios of the options. Throws a ScenarioError. */
  planScenarios(options: ScenarioOptions): Plan[]
  playScenarios(plans: readonly Plan[], options: ScenarioOptions, hands: Stagehands): Scenarios
}

const refuse = (): never => {
  throw new Error('this daemon was started without what plays rules')
}

/** Of a daemon that was started for none. */
export const withoutPlayers: Players = {
  planScenarios: () => [],
  playScenarios: () => ({
    plans: [],
    rules: {
      add: refuse,
      find: () => undefined,
      list: () => [],
      unused: () => [],
      hasActed: () => false,
      begin: () => {},
      gates: createGates(),
      listen: () => () => {},
      close: () => {},
    },
    ready: Promise.resolve(),
    use: refuse,
    close: () => {},
  }),
}
