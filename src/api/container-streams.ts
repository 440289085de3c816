// The operations of the noun Container that answer with a stream: logs, attach, stats, and what goes with them.
import { integerProblem } from '../codec/integer.ts'
import { parseSeconds } from '../codec/timestamp.ts'
import { isUp } from '../engine/containers/state.ts'
import type { Engine } from '../engine/engine.ts'
import { invalid, Refusal } from '../world/refusal.ts'
import type { Call } from './call.ts'
import type { OperationTable } from './handler.ts'
import { empty, json, type Reply } from './reply.ts'
import { compareVersions } from './version.ts'

export const MULTIPLEXED = 'application/vnd.docker.multiplexed-stream'
export const RAW = 'application/vnd.docker.raw-stream'

/** The content type of a stream: frames have a name of their own since 1.42. */
export const streamType = (version: string, multiplexed: boolean): string =>
  multiplexed && compareVersions(version, '1.42') >= 0 ? MULTIPLEXED : RAW

function logs(engine: Engine, call: Call<'ContainerLogs'>): Reply {
  const { query, version, signal } = call
  if (!query.stdout && !query.stderr) throw invalid(engine.persona.words.noLogStream())
  const container = engine.containers.find(call.path.id)
  const since = moment(query.since)
  const until = moment(query.until)
  const chunks = engine.containers.io.logs(
    container,
    {
      stdout: query.stdout,
      stderr: query.stderr,
      since,
      // zero means no end (moby daemon/logs.go)
      until: until === 0 ? undefined : until,
      tail: tailOf(query.tail),
      timestamps: query.timestamps,
      details: query.details,
      follow: query.follow,
    },
    signal,
  )
  const isUntold = engine.persona.differences.has('logs-have-no-content-type')
  return {
    kind: 'stream',
    status: 200,
    type: isUntold ? undefined : streamType(version, !container.config.Tty),
    chunks,
  }
}

/** How many lines; all for what is no number, or a negative one. */
function tailOf(text: string): number | undefined {
  const count = integerProblem(text) ? -1 : Number(text)
  return count < 0 ? undefined : count
}

/** ms since 1970; what is no number of seconds is Go's error, a 500 in this release. */
function moment(text: string): number | undefined {
  if (text === '' || text === '0') return undefined
  const at = parseSeconds(text)
  if (at !== undefined) return at
  const dot = text.indexOf('.')
  const [seconds, fraction] = dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)]
  const wrong = integerProblem(seconds) ? seconds : fraction
  const reason = integerProblem(wrong)?.replace('Atoi', 'ParseInt') ?? `strconv.ParseInt: parsing "": invalid syntax`
  throw new Refusal('broken', reason)
}

function attach(engine: Engine, call: Call<'ContainerAttach'>): Reply {
  const { query, version, upgrade, signal } = call
  const container = engine.containers.find(call.path.id)
  const multiplexed = !container.config.Tty
  const serve = engine.containers.io.attach(container, call.path.id, { ...query, multiplexed })
  return {
    kind: 'hijack',
    status: upgrade ? 101 : 200,
    type: upgrade ? streamType(version, multiplexed) : RAW,
    silent: !isUp(container.state) && !query.logs,
    serve: (socket) => serve(socket, signal),
  }
}

/** Frames carry plain bytes, of both streams in one; who they are for could not be chosen before 1.42. */
function attachWebsocket(engine: Engine, call: Call<'ContainerAttachWebsocket'>): Reply {
  const { query, version, signal } = call
  const container = engine.containers.find(call.path.id)
  const all = compareVersions(version, '1.42') < 0
  const options = {
    ...query,
    stdin: query.stdin || all,
    stdout: query.stdout || all,
    stderr: query.stderr || all,
    multiplexed: false,
  }
  const serve = engine.containers.io.attach(container, call.path.id, options)
  const binary = compareVersions(version, '1.28') >= 0
  return { kind: 'websocket', status: 101, binary, serve: (stream) => serve(stream, signal) }
}

function containerStats(engine: Engine, call: Call<'ContainerStats'>): Reply {
  const container = engine.containers.find(call.path.id)
  const { stream, 'one-shot': oneShot } = call.query
  const chunks = engine.containers.watch.stats(container, { stream, oneShot }, call.signal)
  return { kind: 'stream', status: 200, type: stream ? undefined : 'application/json', chunks }
}

/** Rows and columns of a resize; both must be there. */
export function windowSize(query: {
  readonly h?: number | undefined
  readonly w?: number | undefined
}): [number, number] {
  return [query.h ?? 0, query.w ?? 0]
}

export const containerStreamOperations: Pick<
  OperationTable,
  | 'ContainerLogs'
  | 'ContainerAttach'
  | 'ContainerAttachWebsocket'
  | 'ContainerStats'
  | 'ContainerTop'
  | 'ContainerResize'
> = {
  ContainerLogs: logs,
  ContainerAttach: attach,
  ContainerAttachWebsocket: attachWebsocket,
  ContainerStats: containerStats,
  ContainerTop: async (engine, call) =>
    json(await engine.containers.watch.top(engine.containers.find(call.path.id), call.query.ps_args)),
  ContainerResize: (engine, call) => {
    engine.containers.io.resize(engine.containers.find(call.path.id), ...windowSize(call.query))
    return empty(200)
  },
}
