// The operations on the daemon's own process: its variables and profiles, for its developers.
import type { Engine } from '../engine/engine.ts'
import { emptyProfile } from '../engine/system/debug/profile-bytes.ts'
import { minorOf, type Profile, profilePage, profilesOf, profileText } from '../engine/system/debug/profiles.ts'
import { commandLine, debugVariables } from '../engine/system/debug/variables.ts'
import type { Handler, OperationTable } from './handler.ts'
import type { Reply, TextReply } from './reply.ts'

const PLAIN = 'text/plain; charset=utf-8'
const NO_SNIFF = { 'X-Content-Type-Options': 'nosniff' }

const plain = (text: string): TextReply => ({ kind: 'text', status: 200, type: PLAIN, text, headers: NO_SNIFF })

/** As net/http/pprof refuses. */
const refused = (status: number, message: string): TextReply => ({
  kind: 'text',
  status,
  type: PLAIN,
  text: `${message}\n`,
  headers: { ...NO_SNIFF, 'X-Go-Pprof': '1' },
})

const binary = (name: string, text: Uint8Array): TextReply => ({
  kind: 'text',
  status: 200,
  type: 'application/octet-stream',
  text,
  headers: { ...NO_SNIFF, 'Content-Disposition': `attachment; filename="${name}"` },
})

/** expvar writes one variable in a line. */
const variables: Handler<'DebugVariables'> = (engine) => {
  const lines = Object.entries(debugVariables(engine)).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
  return { kind: 'text', status: 200, type: 'application/json; charset=utf-8', text: `{\n${lines.join(',\n')}\n}\n` }
}

const page: Handler<'DebugProfileList'> = (engine) => ({
  kind: 'text',
  status: 200,
  type: 'text/html; charset=utf-8',
  text: profilePage(engine),
  headers: NO_SNIFF,
})

const profile: Handler<'DebugProfile'> = (engine, { path: { name }, query, signal }) => {
  const found = profilesOf(engine).find((one) => one.name === name)
  if (!found) return refused(404, 'Unknown profile')
  switch (name) {
    case 'cmdline':
      return plain(commandLine(engine).join('\0'))
    case 'symbol':
      // it has names, and none for any address
      return plain('num_symbols: 1\n')
    case 'profile': {
      const seconds = wholeSeconds(query.seconds) ?? 30
      return after(engine, seconds, signal, (now) => binary(name, emptyProfile(cpuTime, now, seconds * 1000)))
    }
    case 'trace': {
      const seconds = Number(query.seconds) > 0 ? Number(query.seconds) : 1
      return after(engine, seconds, signal, () => binary(name, traceHead(engine)))
    }
    default:
      return named(engine, found, query, signal)
  }
}

const cpuTime = [
  ['samples', 'count'],
  ['cpu', 'nanoseconds'],
] as const

const wholeSeconds = (text: string | undefined): number | undefined =>
  /^\+?0*[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : undefined

/** The formats of the last releases are written with the one before. */
const traceHead = ({ persona }: Engine): Buffer => {
  const minor = Math.min(minorOf(persona.goVersion), 26)
  return Buffer.from(`go 1.${minor} trace\0\0\0`)
}

/** A profile of package runtime/pprof, or how it changes within some seconds. */
function named(
  engine: Engine,
  found: Profile,
  query: { readonly debug?: string | undefined; readonly seconds?: string | undefined },
  signal: AbortSignal,
): Reply | Promise<Reply> {
  const debug = /^[+-]?\d+$/.test(query.debug ?? '') ? Number(query.debug) : 0
  if (!query.seconds) {
    if (debug !== 0) return plain(profileText(engine, found, debug))
    return binary(found.name, emptyProfile(found.samples, engine.world.clock.now(), 0))
  }
  const seconds = wholeSeconds(query.seconds)
  if (seconds === undefined) return refused(400, 'invalid value for "seconds" - must be a positive integer')
  if (debug !== 0) return refused(400, 'seconds and debug params are incompatible')
  return after(engine, seconds, signal, (now) =>
    binary(`${found.name}-delta`, emptyProfile(found.samples, now, seconds * 1000)),
  )
}

async function after(
  { world }: Engine,
  seconds: number,
  signal: AbortSignal,
  reply: (now: number) => Reply,
): Promise<Reply> {
  await world.clock.sleep(seconds * 1000, signal)
  return reply(world.clock.now())
}

export const debugOperations: Pick<OperationTable, 'DebugProfile' | 'DebugProfileList' | 'DebugVariables'> = {
  DebugVariables: variables,
  DebugProfileList: page,
  DebugProfile: profile,
}
