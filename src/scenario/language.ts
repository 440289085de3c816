// A scenario as its author writes it, in YAML, JSON or TypeScript. The schema says the same for editors (schema.ts).
import type { OperationId } from '../api/call.ts'
import type { Moment } from './moment.ts'

/** One rule alone, a whole scenario, or several of either. */
export interface ScenarioSpec {
  readonly name?: string
  /** What happens, in one sentence. */
  readonly description?: string
  /** What a good client does. */
  readonly client?: string
  /** The same for `mockerd audit`. */
  readonly survives?: SurvivalSpec
  /** Which engine to be; as `createDaemon({ engine })`. */
  readonly engine?: string
  /** Which storage driver to have; as `createDaemon({ storageDriver })`. */
  readonly storage?: string
  readonly seed?: string
  readonly clock?: ClockSpec
  /** What is there at the beginning. */
  readonly given?: GivenSpec
  readonly rules?: readonly RuleSpec[]
  readonly timeline?: readonly TimelineSpec[]
  readonly expect?: readonly ExpectationSpec[]
  /** Whether a rule that never fired is a failure. */
  readonly strict?: boolean
}

export interface SurvivalSpec {
  /** `zero`: the fault is harmless. `nonzero`: what was asked for did not happen. `any` if left out: both are right. */
  readonly exit?: 'zero' | 'nonzero' | 'any'
  /** The calls in which a client meets the fault; if left out, those that rules act on. */
  readonly touches?: OneOrMore<OperationId | (string & {})>
  /** How long a good client may take, where that is longer than usual. */
  readonly within?: string
}

/** As the flags --time, --time-scale and --time-start of the command. */
export type ClockSpec =
  | 'real'
  | 'skip'
  | 'frozen'
  | { readonly time?: 'real' | 'skip' | 'frozen'; readonly scale?: number; readonly start?: string }

export interface GivenSpec {
  /** References, pulled. */
  readonly images?: readonly string[]
  readonly volumes?: readonly (string | { readonly name: string; readonly labels?: Labels })[]
  readonly networks?: readonly (
    | string
    | { readonly name: string; readonly driver?: string; readonly labels?: Labels }
  )[]
  readonly containers?: readonly GivenContainer[]
}

type Labels = Readonly<Record<string, string>>

export interface GivenContainer {
  readonly name: string
  readonly image: string
  readonly command?: string | readonly string[]
  readonly labels?: Labels
  readonly environment?: Readonly<Record<string, string>>
  /** Started unless false. */
  readonly running?: boolean
  /** Anything else of the body of ContainerCreate. */
  readonly config?: Readonly<Record<string, unknown>>
}

export interface RuleSpec {
  readonly name?: string
  /** Every call without it. */
  readonly when?: WhenSpec
  readonly do: DoSpec
  readonly enabled?: boolean
  /** Never reported as unused. */
  readonly optional?: boolean
}

/** A step's name alone, one key with its arguments, or a function of the user. */
export type StepSpec = string | Readonly<Record<string, unknown>> | ((moment: Moment) => Promise<void> | void)
export type DoSpec = StepSpec | readonly StepSpec[]

/** A text is equal, or fits where it has a `*`. */
export type TextMatch =
  | string
  | number
  | boolean
  | {
      readonly contains?: string
      /** a regular expression */
      readonly matches?: string
      readonly in?: readonly string[]
      readonly absent?: true
    }

type OneOrMore<T> = T | readonly T[]

export interface WhenSpec {
  readonly operation?: OneOrMore<OperationId | (string & {})>
  readonly method?: OneOrMore<string>
  /** Without the version; `*` is one segment, `**` any, `{id}` as `*`. */
  readonly path?: string
  /** `1.44`, `>=1.44`, `<1.41`, `1.24..1.40` */
  readonly apiVersion?: string
  readonly query?: Readonly<Record<string, TextMatch>>
  readonly headers?: Readonly<Record<string, TextMatch>>
  /** These fields, whatever else there is. */
  readonly body?: Readonly<Record<string, unknown>>
  /** The User-Agent. */
  readonly client?: TextMatch
  /** A name or an id. */
  readonly container?: TextMatch
  readonly image?: TextMatch
  readonly label?: Readonly<Record<string, TextMatch>>
  /** `container.die`, `die`, `image.*`: the rule waits for events, not for calls. */
  readonly event?: OneOrMore<string>
  readonly attributes?: Readonly<Record<string, TextMatch>>
  /** Whether the connection has carried a request before. */
  readonly reused?: boolean
  /** Only on connections of this kind. */
  readonly transport?: 'unix' | 'tcp' | 'process'
  /** The n-th of those that fit otherwise, from 1. */
  readonly nth?: OneOrMore<number>
  readonly every?: number
  readonly first?: number
  readonly skip?: number
  /** It fires no more often. */
  readonly times?: number
  /** Since the scenario began. */
  readonly from?: string
  readonly until?: string
  readonly fired?: OneOrMore<string>
  readonly notFired?: OneOrMore<string>
  readonly probability?: number
  readonly point?: PointSpec
  readonly direction?: 'reply' | 'request'
}

export type CountedSpec = Readonly<
  Partial<Record<'bytes' | 'chunks' | 'frames' | 'objects' | 'events', number | string>>
>

export type PointSpec =
  | 'accept'
  | 'request'
  | 'before-headers'
  | 'after-headers'
  | 'end'
  | 'sent'
  | { readonly after: CountedSpec }

export interface TimelineSpec {
  readonly name?: string
  /** Since the scenario began. */
  readonly at?: string
  /** Since this rule or entry has fired for the first time; with `at`, so much later. */
  readonly after?: string
  readonly every?: string
  readonly times?: number
  readonly do: DoSpec
}

export interface ExpectationSpec {
  readonly name?: string
  /** Not at the end but so long after the beginning. */
  readonly within?: string
  readonly requests?: RequestExpectation
  readonly events?: EventExpectation
  readonly state?: StateExpectation
}

export interface Amount {
  /** Exactly. Without any of them: at least one. */
  readonly count?: number
  readonly atLeast?: number
  readonly atMost?: number
}

export interface RequestExpectation extends Amount {
  readonly operation?: OneOrMore<OperationId | (string & {})>
  readonly method?: OneOrMore<string>
  readonly path?: string
  readonly query?: Readonly<Record<string, TextMatch>>
  readonly headers?: Readonly<Record<string, TextMatch>>
  readonly body?: Readonly<Record<string, unknown>>
  readonly client?: TextMatch
  readonly status?: number
}

export interface EventExpectation extends Amount {
  readonly event: OneOrMore<string>
  readonly container?: TextMatch
  readonly attributes?: Readonly<Record<string, TextMatch>>
}

export interface StateExpectation {
  readonly container?: string
  readonly image?: string
  readonly volume?: string
  readonly network?: string
  /** Whether it is there at all; true if left out. */
  readonly exists?: boolean
  /** These fields of its inspect. */
  readonly has?: Readonly<Record<string, unknown>>
}
