// Snapshots of a daemon with a thousand containers that run: taking one, and going back to it.
import { createDaemon, type Daemon, startDaemon } from '../src/index.ts'
import { median, type Row, type Subject } from './row.ts'

const CONTAINERS = 1000
/** Of a daemon that is to be reset after a test. */
const FEW = 3
const ROUNDS = 21
/** Rounds before the first that counts, until V8 has compiled all that they take. */
const WARMING = 10

async function call(daemon: Daemon, method: string, path: string, body?: unknown): Promise<void> {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
  const headers = { 'content-type': 'application/json' }
  const response = await daemon.fetch(new Request(`http://docker/v1.51${path}`, { ...init, headers }))
  await response.arrayBuffer()
  if (response.status >= 400) throw new Error(`${method} ${path} answers ${response.status}`)
}

async function fill(daemon: Daemon, count: number): Promise<void> {
  await call(daemon, 'POST', '/images/create?fromImage=alpine&tag=latest')
  for (let index = 0; index < count; index++) {
    await call(daemon, 'POST', `/containers/create?name=box${index}`, { Image: 'alpine', Cmd: ['sleep', '100000'] })
    await call(daemon, 'POST', `/containers/box${index}/start`)
  }
  // those that have just started have their turn
  await new Promise((resolve) => setTimeout(resolve, 200))
}

/** The median of ms that something takes; what comes before is not counted. */
async function measured(before: () => Promise<unknown>, run: () => unknown): Promise<number> {
  const times: number[] = []
  for (let round = -WARMING; round < ROUNDS; round++) {
    await before()
    const begin = performance.now()
    await run()
    if (round >= 0) times.push(performance.now() - begin)
  }
  return median(times)
}

const row = (name: string, ours: number, aim: number): Row => ({ name, unit: 'ms', ours, biggerIsBetter: false, aim })

const subject: Subject = async () => {
  const rows: Row[] = []
  {
    await using daemon = await startDaemon()
    await fill(daemon, CONTAINERS)
    const take = await measured(
      async () => {},
      () => daemon.snapshot(),
    )
    const snapshot = daemon.snapshot()
    const unchanged = await measured(
      async () => {},
      () => snapshot.restore(),
    )
    const changed = await measured(
      () => call(daemon, 'POST', '/containers/box7/rename?name=other'),
      () => snapshot.restore(),
    )
    const removed = await measured(
      () => call(daemon, 'DELETE', '/containers/box7?force=1'),
      () => snapshot.restore(),
    )
    rows.push(
      row(`take a snapshot of ${CONTAINERS} containers`, take, 5),
      row('go back, nothing done', unchanged, 5),
      row('go back, a container renamed', changed, 5),
      row('go back, a container removed', removed, 5),
    )
  }
  await using daemon = createDaemon()
  const reset = await measured(
    () => fill(daemon, FEW),
    () => daemon.reset(),
  )
  return [...rows, row(`reset a daemon with ${FEW} containers`, reset, 1)]
}
export default subject
