// The client of the control API: what tests tell a mockerd in another process.
import type { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import type { ControlSchemas } from './controlled.ts'
import { type Send, sender } from './send.ts'
import type { StorageReport } from './storage-report.ts'

type Schema<Name extends keyof ControlSchemas> = ControlSchemas[Name]
type Span = number | string

/** Those of the query of /_mockerd/journal. */
export interface JournalQuery {
  /** an operationId, several with commas, or with `*` */
  readonly operation?: string
  readonly method?: string
  /** without version and query; with `*` */
  readonly path?: string
  /** `404`, `4xx`, or `none` for calls without a reply yet */
  readonly status?: number | string
  readonly rule?: string
  /** calls with a higher index */
  readonly after?: number
  /** so many of the latest */
  readonly limit?: number
}

/** Every method rejects with a ControlError that has the daemon's sentence, and its status. */
export interface ControlClient {
  health(): Promise<Schema<'Health'>>
  readonly rules: RulesClient
  readonly clock: ClockClient
  readonly snapshots: SnapshotsClient
  readonly journal: JournalClient
  /** Goes back to how the daemon was when it began. */
  reset(also?: Schema<'Reset'>): Promise<Schema<'GoneBack'>>
  /** Plays scenarios from now on: a value, or YAML. Gives their rules. */
  play(scenario: object | string): Promise<Schema<'RuleList'>>
  /** Does steps of the language now. */
  run(steps: unknown): Promise<void>
  /** Puts there what `given` of a scenario says: a value, or YAML. */
  give(given: Schema<'Given'> | string): Promise<void>
  /** Lets an event come about. */
  publish(event: Schema<'Event'>): Promise<void>
  coverage(): Promise<Schema<'Coverage'>>
  storage(): Promise<StorageReport>
}

export interface RulesClient {
  list(): Promise<Schema<'RuleList'>>
  /** Before all others: a value, or YAML. */
  add(rule: Schema<'Rule'> | string): Promise<Schema<'RuleReport'>>
  get(name: string): Promise<Schema<'RuleReport'>>
  enable(name: string): Promise<Schema<'RuleReport'>>
  disable(name: string): Promise<Schema<'RuleReport'>>
  remove(name: string): Promise<void>
  removeAll(): Promise<void>
}

export interface ClockClient {
  get(): Promise<Schema<'Clock'>>
  set(change: Schema<'ClockChange'>): Promise<Schema<'Clock'>>
  freeze(): Promise<Schema<'Clock'>>
  /** ms, or a duration as `1m30s`. */
  advance(by: Span): Promise<Schema<'Clock'>>
  jump(jump: Schema<'ClockJump'>): Promise<Schema<'Clock'>>
  runUntilIdle(limit?: Span): Promise<Schema<'Clock'>>
}

export interface SnapshotsClient {
  list(): Promise<Schema<'Snapshot'>[]>
  save(name?: string): Promise<Schema<'Snapshot'>>
  restore(name: string): Promise<Schema<'GoneBack'>>
  remove(name: string): Promise<void>
  /** The bytes of a file for `mockerd --snapshot` and `startDaemon({ snapshot })`. */
  export(name: string): AsyncGenerator<Uint8Array>
  /** What is different in another one, or now. */
  diff(name: string, to?: string): Promise<Schema<'StateDiff'>>
}

export interface JournalClient {
  read(query?: JournalQuery): Promise<Schema<'Journal'>>
  clear(): Promise<void>
  /** An HTTP Archive. */
  har(query?: JournalQuery): Promise<Schema<'Har'>>
  /** A scenario to begin with. */
  scenario(query?: JournalQuery): Promise<Schema<'Scenario'>>
  /** Calls as they become complete, until the signal aborts or the loop ends; with `after` those that are kept, first. */
  follow(query?: JournalQuery, signal?: AbortSignal): AsyncGenerator<Schema<'JournalEntry'>>
}

/**
 * @param address as in DOCKER_HOST: `unix:///path` or `tcp://host:port`
 *
 * @example
 * const control = controlClient(process.env.DOCKER_HOST)
 * await control.rules.add({ when: { operation: 'ImageCreate' }, do: { status: 500 } })
 */
export function controlClient(address: string, options: { readonly token?: string } = {}): ControlClient {
  const send = sender(address, options.token)
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    (await json(await send(method, path, { body }))) as T
  const tell = async (method: string, path: string, body?: unknown): Promise<void> => {
    const reply = await send(method, path, { body })
    reply.resume()
  }
  const rule = (name: string): string => `/rules/${encodeURIComponent(name)}`
  const snapshot = (name: string): string => `/snapshots/${encodeURIComponent(name)}`
  return {
    health: () => ask('GET', '/health'),
    rules: {
      list: () => ask('GET', '/rules'),
      add: (added) => ask('POST', '/rules', added),
      get: (name) => ask('GET', rule(name)),
      enable: (name) => ask('PATCH', rule(name), { enabled: true }),
      disable: (name) => ask('PATCH', rule(name), { enabled: false }),
      remove: (name) => tell('DELETE', rule(name)),
      removeAll: () => tell('DELETE', '/rules'),
    },
    clock: {
      get: () => ask('GET', '/clock'),
      set: (change) => ask('PATCH', '/clock', change),
      freeze: () => ask('PATCH', '/clock', { rate: 0 }),
      advance: (by) => ask('POST', '/clock/advance', { by }),
      jump: (jump) => ask('POST', '/clock/jump', jump),
      runUntilIdle: (limit) => ask('POST', '/clock/run-until-idle', limit === undefined ? {} : { limit }),
    },
    snapshots: {
      list: () => ask('GET', '/snapshots'),
      save: (name) => ask('POST', '/snapshots', name === undefined ? {} : { name }),
      restore: (name) => ask('POST', `${snapshot(name)}/restore`),
      remove: (name) => tell('DELETE', snapshot(name)),
      async *export(name) {
        yield* (await send('GET', `${snapshot(name)}/export`)) as AsyncIterable<Uint8Array>
      },
      diff: (name, to) => ask('GET', `${snapshot(name)}/diff${queryOf({ to })}`),
    },
    journal: journalClient(send, ask, tell),
    reset: (also) => ask('POST', '/reset', also),
    play: (scenario) => ask('POST', '/scenarios', scenario),
    run: (steps) => tell('POST', '/steps', { do: steps }),
    give: (given) => tell('POST', '/state', given),
    publish: (event) => tell('POST', '/events', event),
    coverage: () => ask('GET', '/coverage'),
    storage: () => ask('GET', '/storage'),
  }
}

function journalClient(
  send: Send,
  ask: <T>(method: string, path: string) => Promise<T>,
  tell: (method: string, path: string) => Promise<void>,
): JournalClient {
  return {
    read: (query) => ask('GET', `/journal${queryOf(query)}`),
    clear: () => tell('DELETE', '/journal'),
    har: (query) => ask('GET', `/journal/har${queryOf(query)}`),
    scenario: (query) => ask('GET', `/journal/scenario${queryOf(query)}`),
    async *follow(query, signal) {
      try {
        const reply = await send('GET', `/journal/follow${queryOf(query)}`, { signal })
        for await (const line of linesIn(reply)) yield JSON.parse(line) as Schema<'JournalEntry'>
      } catch (error) {
        if (!signal?.aborted) throw error
      }
    },
  }
}

/** (An Interface of node:readline would end in silence where the connection breaks.) */
async function* linesIn(stream: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of stream.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    yield* lines
  }
}

function queryOf(query: JournalQuery | { readonly to: string | undefined } = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value))
  return parameters.size > 0 ? `?${parameters}` : ''
}
