// What a daemon may be told when it is made, and when it is started.
import type { Layer } from '../api/dispatch.ts'
import type { Host } from '../engine/host.ts'
import type { Settings } from '../engine/settings.ts'
import type { TlsOptions } from '../http/tls.ts'
import type { WayOptions } from '../http/ways.ts'
import type { ScenarioSpec } from '../scenario/language.ts'
import type { Clock } from '../world/clock.ts'
import type { Logger } from '../world/logger.ts'
import type { AuthorizingOptions } from './authorizing.ts'
import type { Control } from './control-option.ts'
import type { Journaling } from './journaling.ts'
import type { SnapshotSource } from './load-snapshot.ts'
import type { ProgramOptions } from './own-programs.ts'
import type { RegistryOptions } from './registry.ts'
import type { ScenarioOptions } from './scenarios.ts'
import type { DataRootOptions } from './storage.ts'

/** What a daemon is to be like; everything may be left out. */
export interface DaemonOptions
  extends AuthorizingOptions,
    DataRootOptions,
    ProgramOptions,
    RegistryOptions,
    ScenarioOptions,
    WayOptions {
  /** Which engine to be: `20.10`, `23.0`, `24.0`, `25.0`, `26.1`, `27.5`, `28.5` (the default), `29.0`, `29.3` … */
  readonly engine?: string | undefined
  /** The oldest API version to take, as dockerd's DOCKER_MIN_API_VERSION; the engine's own if left out. */
  readonly minApiVersion?: string | undefined
  /** The same seed and the same calls give the same ids, names and digests. */
  readonly seed?: string | undefined
  /**
   * The daemon's time: the host's if left out; `manualClock()` stands still until it is told to move, a
   * `steerableClock()` may be faster, or leap while a call waits.
   */
  readonly clock?: Clock | undefined
  /** What of the simulated host is to be different. */
  readonly host?: Partial<Host> | undefined
  /** How the daemon is configured, where that is not dockerd's default: `{ labels: ['rack=3'], liveRestore: true }`. */
  readonly settings?: Partial<Settings> | undefined
  /**
   * Directories of this machine that binds may have as their source, to be read only: `/src`, or `/src:/work` to have it
   * elsewhere on the simulated host. Nothing else of this machine can be seen from a container.
   */
  readonly hostMounts?: readonly string[] | undefined
  /**
   * What becomes of published ports: `loopback` opens them on 127.0.0.1 and ::1 of the real host, `none` (the default
   * here) keeps them as state, reachable from containers only.
   */
  readonly publish?: 'loopback' | 'none' | undefined
  /** Writes down every call: in `journal` of the daemon, the latest 1000 if only `true` is said. */
  readonly journal?: Journaling | undefined
  /**
   * Serves the control API under `/_mockerd` (docs/control.md), to whoever has the token if there is one. Such a daemon
   * has a journal and a clock that can be steered, if nothing else is said.
   */
  readonly control?: Control | undefined
  /** Observe, delay, break or answer calls; the first is the outermost. */
  readonly layers?: readonly Layer[] | undefined
  /** Hears of every request that names an operation, before anything is decided about it. */
  readonly trace?: ((method: string, url: string) => void) | undefined
  /** Is told what dockerd would write into its log: calls (at the level debug), what failed, how containers ended. */
  readonly logger?: Logger | undefined
  /** Hears of defects of mockerd: what was thrown and was no refusal. */
  readonly report?: ((error: unknown) => void) | undefined
}

/** Those of `createDaemon`, and where to listen. */
export interface StartOptions extends Omit<DaemonOptions, 'scenario' | 'begin' | 'tls'> {
  /** Scenarios, files that they are in, or names of those that mockerd comes with. */
  readonly scenario?: string | ScenarioSpec | readonly (string | ScenarioSpec)[] | undefined
  /** `unix:///path`, `tcp://127.0.0.1:0`, … The first becomes `host`. A private unix socket if left out. */
  readonly hosts?: readonly string[] | undefined
  /** TLS for `tcp://`; `true` makes the certificates, and `certificates` and `env` have those for clients. */
  readonly tls?: boolean | TlsOptions | undefined
  /**
   * What to begin with: a file that `snapshot.export()` was written to, or the bytes as they come (docs/snapshots.md).
   * Nothing is written to it.
   */
  readonly snapshot?: SnapshotSource | undefined
  /**
   * A daemon.json, or what is in one: `{ labels: ['rack=3'], 'live-restore': true }`. What these options say themselves
   * comes before it.
   */
  readonly daemonJson?: string | Readonly<Record<string, unknown>> | undefined
  /** Where to be a registry, too: `tcp://127.0.0.1:0`, … */
  readonly registries?: readonly string[] | undefined
  /** Where to serve metrics for Prometheus: `tcp://127.0.0.1:9323`, … */
  readonly metricsAddress?: string | undefined
}
