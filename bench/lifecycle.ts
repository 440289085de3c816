// A container that runs `true`, from create to remove, beside four calls of a bare server that give the same bytes.
import type { BareAnswer, BareOrder } from './bare-server.ts'
import { startChild } from './child.ts'
import { type BenchClient, connect } from './client.ts'
import { startBenchDaemon } from './daemon.ts'
import { compare, type Rounds, type Subject } from './row.ts'

const calls = [
  ['POST', '/v1.51/containers/create?name=bench', { Image: 'alpine', Cmd: ['true'] }],
  ['POST', '/v1.51/containers/bench/start'],
  ['POST', '/v1.51/containers/bench/wait'],
  ['DELETE', '/v1.51/containers/bench'],
] as const

const ROUNDS = 20
/** Rounds before the first that counts: V8 needs some thousand containers until it has compiled all that they take. */
const WARMING = 30
/** In one round. */
const CONTAINERS = 100

/** Milliseconds for one container. */
async function timed(client: BenchClient): Promise<number> {
  const begin = performance.now()
  for (let i = 0; i < CONTAINERS; i++) {
    for (const [method, url, body] of calls) await client.call(method, url, body)
  }
  return (performance.now() - begin) / CONTAINERS
}

const subject: Subject = async () => {
  await using daemon = await startBenchDaemon()
  using ours = connect(daemon.socket)
  await ours.call('POST', '/v1.51/images/create?fromImage=alpine&tag=latest')
  const answers: Record<string, BareAnswer> = {}
  for (const [method, url, body] of calls) answers[`${method} ${url}`] = await ours.call(method, url, body)

  await using server = await startChild('bare-server')
  await server.ask({ path: daemon.bareSocket, answers } satisfies BareOrder)
  using bare = connect(daemon.bareSocket)
  const measured: Rounds = { ours: [], bare: [] }
  for (let round = -WARMING; round < ROUNDS; round++) {
    const sides = [
      { client: ours, into: measured.ours },
      { client: bare, into: measured.bare },
    ]
    for (const { client, into } of round % 2 ? sides : sides.toReversed()) {
      const ms = await timed(client)
      if (round >= 0) into.push(ms)
    }
  }
  return [compare('create, start, wait, remove', 'ms', { biggerIsBetter: false, aim: 2 }, measured)]
}
export default subject
