// How the daemon answers while a container does its worst, and what that costs. A daemon of its own for each load.
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { type BenchClient, connect } from './client.ts'
import { type BenchDaemon, startBenchDaemon } from './daemon.ts'
import { type HostileLoad, hostileLoads } from './hostile-loads.ts'
import type { Row, Subject } from './row.ts'

/** ms that each load runs */
const DURATION = Number(process.env.HOSTILE_MS ?? 3000)
/** ms between an answer and the next ping */
const PAUSE = 5
/** ms after which a daemon counts as lost */
const PATIENCE = 20_000

interface Measured {
  /** ms, sorted */
  readonly pings: readonly number[]
  /** ms from the call of kill to the end of wait */
  readonly kill: number
  readonly exitCode: number
  /** MB */
  readonly peak: number
}

const subject: Subject = async () => {
  const wanted = process.env.HOSTILE
  const rows: Row[] = []
  for (const load of hostileLoads) {
    if (wanted !== undefined && !load.name.includes(wanted)) continue
    process.stderr.write(`  ${load.name}\n`)
    rows.push(...(await attempt(load)))
  }
  return rows
}
export default subject

/** A daemon that dies or no longer answers must not end the bench. */
async function attempt(load: HostileLoad): Promise<Row[]> {
  await using daemon = await startBenchDaemon()
  const over = new AbortController()
  const silence = wait(DURATION + PATIENCE, undefined, over).then(() => {
    process.kill(daemon.pid, 'SIGKILL')
    throw new Error('no answer')
  })
  try {
    return await Promise.race([measure(daemon, load), silence])
  } catch (error) {
    return failed(load.name, error)
  } finally {
    over.abort()
  }
}

function failed(name: string, error: unknown): Row[] {
  process.stderr.write(`  ${name}: ${error}\n`)
  return [{ name: `${name}: lost`, unit: 'ms', ours: Number.POSITIVE_INFINITY, biggerIsBetter: false, aim: 0 }]
}

function rowsOf(name: string, { pings, kill, exitCode, peak }: Measured): Row[] {
  const at = (share: number): number => pings[Math.min(pings.length - 1, Math.floor(pings.length * share))]!
  const row = (what: string, unit: string, ours: number, aim: number): Row => {
    return { name: `${name}: ${what}`, unit, ours, biggerIsBetter: false, aim }
  }
  return [
    row('ping p50', 'ms', at(0.5), 20),
    row('ping p99', 'ms', at(0.99), 100),
    row(exitCode === 137 ? 'killed' : `killed, ended with ${exitCode}`, 'ms', kill, 200),
    row('peak RSS', 'MB', peak, 700),
  ]
}

async function measure(daemon: BenchDaemon, load: HostileLoad): Promise<Row[]> {
  const { name, image = 'alpine', shell = ['sh', '-c'], script } = load
  using client = connect(daemon.socket)
  await client.call('POST', `/images/create?fromImage=${image}&tag=latest`)
  await client.call('POST', '/containers/create?name=hostile', { Image: image, Cmd: [...shell, script] })
  await client.call('POST', '/containers/hostile/start')
  const pings = await pingFor(client, DURATION)
  const started = performance.now()
  const [exitCode] = await Promise.all([
    waitFor(daemon.socket),
    client.call('POST', '/containers/hostile/kill').catch(() => {}),
  ])
  const kill = performance.now() - started
  await client.call('DELETE', '/containers/hostile?force=1')
  return rowsOf(name, { pings, kill, exitCode, peak: await peakOf(daemon.pid) })
}

/** How long each answer took, sorted. */
async function pingFor(client: BenchClient, duration: number): Promise<number[]> {
  const pings: number[] = []
  const end = performance.now() + duration
  while (performance.now() < end) {
    const asked = performance.now()
    await client.call('GET', '/_ping')
    pings.push(performance.now() - asked)
    await wait(PAUSE)
  }
  return pings.sort((a, b) => a - b)
}

async function waitFor(socket: string): Promise<number> {
  using client = connect(socket)
  const { body } = await client.call('POST', '/containers/hostile/wait')
  return JSON.parse(body).StatusCode
}

/** The most resident MB that a process ever had. Only Linux tells. */
async function peakOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmHWM:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024
}
