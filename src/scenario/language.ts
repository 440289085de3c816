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
  readonly volumes?: readonly (string | GivenVolume)[]
  readonly networks?: readonly (string | GivenNetwork)[]
  readonly containers?: readonly GivenContainer[]
}

type Labels = Readonly<Record<string, string>>

export interface GivenVolume {
  readonly name: string
  readonly labels?: Labels
}

export interface GivenNetwork {
  readonly name: string
  readonly driver?: string
  readonly labels?: Labels
  /** `10.1.0.0/16` */
  readonly subnet?: string
  /** Without a way out. */
  readonly internal?: boolean
}

/** What a container can be made to be. */
export type GivenState = 'created' | 'running' | 'paused' | 'exited' | 'restarting' | 'dead'

export interface GivenHealth {
  readonly status: 'starting' | 'healthy' | 'unhealthy'
  /** What the check has printed. */
  readonly output?: string
  /** Of the check. 0 for healthy, 1 for unhealthy if left out. */
  readonly exitCode?: number
}

/** A line that the main process has printed; `stdout` if no stream is said. */
export type GivenLog = string | { readonly stream?: 'stdout' | 'stderr'; readonly text: string }

export interface GivenContainer {
  readonly name: string
  readonly image: string
  /** A list, or a line for /bin/sh -c; the image's own if left out. */
  readonly command?: string | readonly string[]
  readonly labels?: Labels
  readonly environment?: Readonly<Record<string, string>>
  /** Started unless false; `state` says more. */
  readonly running?: boolean
  /**
   * What it is to be in. One that is to run must have something that goes on: without a command its standard input is
   * kept open, for which shells wait.
   */
  readonly state?: GivenState
  /** With the states exited and restarting: how it ended, before its command could do anything. */
  readonly exitCode?: number
  /** What its health check has found out, if it runs. One that has no check gets one that goes on to find that out. */
  readonly health?: GivenHealth['status'] | GivenHealth
  /** Lines that it has printed, if it has been started. */
  readonly logs?: readonly GivenLog[]
  /** As `docker run -p`: `8080:80`, `127.0.0.1:53:53/udp`, or `80` for any port of the host. */
  readonly ports?: readonly (string | number)[]
  /** As `docker run -v`: `data:/var/lib/data:ro`. */
  readonly volumes?: readonly string[]
  /** By name; they must be there. */
  readonly networks?: readonly string[]
  /** As `docker run --restart`: `always`, `on-failure:3`. */
  readonly restart?: string
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
