// What a daemon offers to the program that made it.
import type { Agent, RequestListener } from 'node:http'
import type { GoneBack } from '../engine/containers/checkpoint.ts'
import type { Resumed } from '../engine/containers/restore.ts'
import type { Engine } from '../engine/engine.ts'
import type { Settings } from '../engine/settings.ts'
import type { Listener } from '../http/listen.ts'
import type { Journal } from '../scenario/journal/journal.ts'
import type { RuleSpec } from '../scenario/language.ts'
import type { Plan } from '../scenario/plan.ts'
import type { RuleHandle, Rules } from '../scenario/rules.ts'
import type { Clock } from '../world/clock.ts'
import type { Builders } from './builders.ts'
import type { Snapshot } from './snapshots.ts'

/** A daemon: an engine, and the ways in. Dispose of it, or close it, when you are done. */
export interface Daemon extends Builders, AsyncDisposable {
  /** Docker's rules and state, beneath the API. What it offers may change between releases. */
  readonly engine: Engine
  /** What was asked of it, if the options say so; empty otherwise. */
  readonly journal: Journal
  /** Its time. */
  readonly clock: Clock
  /** Answers requests of any server of node:http, for supertest; it cannot hijack. */
  readonly app: RequestListener
  /** For clients in this process: no socket at all. */
  readonly agent: Agent
  /** Answers a Request in this process; `base` is the part of its path that is not Docker's. */
  fetch(request: Request, base?: string): Promise<Response>
  /**
   * Opens a way in: `unix:///path` or `tcp://host:port`, port 0 for a free one. Rejects with a sentence when it cannot,
   * for instance because a daemon that lives has that socket.
   */
  listen(address: string): Promise<Listener>
  /**
   * Is a registry, too, at `tcp://host:port`: one that has the built-in library and takes pushes, until the daemon is
   * closed. Rejects with a sentence when it cannot.
   */
  listenAsRegistry(address: string): Promise<Listener>
  /** Serves `/metrics` for Prometheus, and nothing else, at `tcp://host:port`, until the daemon is closed. */
  listenForMetrics(address: string): Promise<Listener>
  /** What it is like now, to go back to. Throws a sentence where that cannot be, as under a data root. */
  snapshot(): Snapshot
  /** Whose main processes began anew when it was made, of the containers that ran in the snapshot that it began with. */
  readonly resumed: Resumed
  /**
   * Reads its configuration again, as dockerd does on SIGHUP: what that reloads changes at once, all else stays, and the
   * event `daemon reload` tells of it. Throws an Error with dockerd's words for what cannot be, and then nothing changes.
   *
   * @example
   * daemon.reload({ debug: true, labels: ['rack=3'] })
   */
  reload(changes: Partial<Settings>): void
  /** Goes back to how it was when it was made, settings included; with what its scenarios give. */
  reset(): Promise<GoneBack>
  /** The scenarios that it plays. */
  readonly plans: readonly Plan[]
  /** When all is there that the scenarios give. `startDaemon` has waited for it. */
  readonly ready: Promise<void>
  /** The rules in force: which have fired, and how often. */
  readonly rules: Rules
  /** What it holds and does at this moment, in lines for people. */
  dump(): Promise<string>
  /**
   * Adds a rule before all others, until it is disposed of. Throws a ScenarioError for a rule that cannot be.
   *
   * @example
   * using fault = daemon.use({ when: { operation: 'ContainerStart', nth: 2 }, do: { status: 500 } })
   */
  use(rule: RuleSpec): RuleHandle
  /** Ends its containers and closes every way in. */
  close(): Promise<void>
}
