// What a daemon may be told when it is made.
import type { Layer } from '../api/dispatch.ts'
import type { Host } from '../engine/host.ts'
import type { Settings } from '../engine/settings.ts'
import type { WayOptions } from '../http/ways.ts'
import type { Clock } from '../world/clock.ts'
import type { Logger } from '../world/logger.ts'
import type { AuthorizingOptions } from './authorizing.ts'
import type { Control } from './control-option.ts'
import type { Journaling } from './journaling.ts'
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
