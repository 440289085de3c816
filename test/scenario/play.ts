// A daemon with rules, and a client that sees every byte.
import { type RuleSpec, type StartedDaemon, type StartOptions, startDaemon } from '../../src/index.ts'
import { type ManualClock, manualClock } from '../../src/world/manual-clock.ts'
import { connect, type RawClient } from '../http/raw-client.ts'

export interface Play extends AsyncDisposable {
  readonly daemon: StartedDaemon
  readonly clock: ManualClock
  /** A connection of its own, on which nothing has been said. */
  connect(): RawClient
  /** Says a request, as `GET /_ping`. */
  say(line: string, more?: string): RawClient
  /** The whole answer, on a connection that the daemon is asked to close behind it. */
  ask(line: string, more?: string): Promise<string>
}

/** Ends with a failure if mockerd reported a defect. */
export async function play(rules: readonly RuleSpec[] = [], options: StartOptions = {}): Promise<Play> {
  const clock = manualClock(Date.UTC(2026, 0, 1))
  const defects: unknown[] = []
  const report = (error: unknown): void => void defects.push(error)
  const daemon = await startDaemon({ clock, seed: 'play', rules, report, ...options })
  const open = (): RawClient => connect(daemon.host.slice('unix://'.length))
  const say = (line: string, more = ''): RawClient => open().say(`${line} HTTP/1.1\r\nHost: x\r\n${more}\r\n`)
  return {
    daemon,
    clock,
    connect: open,
    say,
    ask: (line, more = '') => say(line, `Connection: close\r\n${more}`).all(),
    async [Symbol.asyncDispose]() {
      await daemon.close()
      if (defects.length > 0) throw new AggregateError(defects, defects.map(String).join('\n'))
    },
  }
}

/** Behind the empty line. */
export const bodyOf = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n') + 4)

export const headOf = (answer: string): string => answer.slice(0, answer.indexOf('\r\n\r\n'))

/** The pieces of a body in chunks, as they came; whether its end was said. */
export function chunksOf(answer: string): { readonly chunks: string[]; readonly complete: boolean } {
  let rest = bodyOf(answer)
  const chunks: string[] = []
  for (;;) {
    const [line, size] = /^([0-9a-f]+)\r\n/.exec(rest) ?? []
    if (line === undefined || size === undefined) return { chunks, complete: false }
    const length = Number.parseInt(size, 16)
    if (length === 0) return { chunks, complete: true }
    chunks.push(rest.slice(line.length, line.length + length))
    rest = rest.slice(line.length + length + 2)
  }
}

/** A container that has run and printed this, without a terminal. */
export async function containerThatSaid(daemon: StartedDaemon, script: string, name = 'web'): Promise<void> {
  const post = async (path: string, body?: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    const sent = body && { body: JSON.stringify(body), headers }
    const reply = await daemon.fetch(new Request(`http://docker${path}`, { method: 'POST', ...sent }))
    await reply.text()
  }
  await post('/images/create?fromImage=alpine&tag=latest')
  await post(`/containers/create?name=${name}`, { Image: 'alpine', Cmd: ['sh', '-c', script] })
  await post(`/containers/${name}/start`)
  await post(`/containers/${name}/wait`)
}
