// Many daemons of tests in one process, many at a time: what each takes, and what all of them leave behind.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type DaemonUnderTest, startForTest } from '../src/daemon/under-test.ts'
import { connect } from './client.ts'
import { held } from './held.ts'
import { median } from './row.ts'

export interface DoorsWork {
  readonly daemons: number
  /** how many there are at a time */
  readonly width: number
}

export interface DoorsFigures {
  /** ms, medians: until a daemon listens, and until it is as it was */
  readonly started: number
  readonly reset: number
  /** ms for all of a test: daemon, container, list, end; with `width` of them at a time */
  readonly whole: number
  /** bytes that each daemon has left on the heap, once all is compiled */
  readonly left: number
  /** daemons that are held by somebody although they are closed */
  readonly alive: number
  /** sockets, timers … that are open, beyond those at the beginning */
  readonly open: readonly string[]
  /** listeners at the process, beyond those at the beginning */
  readonly listeners: number
  /** directories in the place for temporary files */
  readonly directories: readonly string[]
  /** tests that saw what another one has made */
  readonly crossed: number
}

process.on('message', async (work: DoorsWork) => {
  const place = mkdtempSync(join(tmpdir(), 'doors-'))
  process.env.TMPDIR = place
  try {
    process.send?.(await measure(work, place))
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
})

async function measure({ daemons, width }: DoorsWork, place: string): Promise<DoorsFigures> {
  const started: number[] = []
  const resets: number[] = []
  const seen: WeakRef<DaemonUnderTest>[] = []
  let crossed = 0

  const oneTest = async (index: number): Promise<void> => {
    const begin = performance.now()
    const daemon = await startForTest()
    started.push(performance.now() - begin)
    seen.push(new WeakRef(daemon))
    const client = connect(daemon.host.replace('unix://', ''))
    try {
      const name = `test-${index}`
      await client.call('POST', '/images/create?fromImage=alpine&tag=latest')
      await client.call('POST', `/containers/create?name=${name}`, { Image: 'alpine', Cmd: ['true'] })
      await client.call('POST', `/containers/${name}/start`)
      await client.call('POST', `/containers/${name}/wait`)
      const list = await (await daemon.fetch(new Request('http://docker/containers/json?all=1'))).text()
      if ((JSON.parse(list) as { readonly Names: string[] }[]).some(({ Names }) => Names[0] !== `/${name}`)) crossed++
      await client.call('DELETE', `/containers/${name}`)
      const before = performance.now()
      await daemon.renew()
      resets.push(performance.now() - before)
    } finally {
      client[Symbol.dispose]()
      await daemon.close()
    }
  }

  const run = async (count: number): Promise<void> => {
    let next = 0
    const worker = async (): Promise<void> => {
      while (next < count) await oneTest(next++)
    }
    await Promise.all(Array.from({ length: width }, worker))
  }

  // what all share is loaded once, and compiled again and again: that grows for some 4,000 daemons
  await run(2 * daemons)
  await rest()
  const open = process.getActiveResourcesInfo()
  const listeners = listenersOf(process)
  const before = held()
  started.length = 0
  resets.length = 0
  const begin = performance.now()
  await run(daemons)
  const whole = (performance.now() - begin) / daemons
  await rest()
  return {
    started: median(started),
    reset: median(resets),
    whole,
    left: (held() - before) / daemons,
    alive: seen.filter((one) => one.deref() !== undefined).length,
    open: beyond(process.getActiveResourcesInfo(), open),
    listeners: listenersOf(process) - listeners,
    directories: readdirSync(place),
    crossed,
  }
}

/** Until the event loop has nothing left of the daemons that are closed. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await wait(20)
    globalThis.gc?.()
  }
}

const listenersOf = (emitter: NodeJS.Process): number =>
  emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0)

/** What there is more of than before. */
function beyond(now: readonly string[], before: readonly string[]): string[] {
  const known = [...before]
  return now.filter((one) => {
    const index = known.indexOf(one)
    if (index >= 0) known.splice(index, 1)
    return index < 0
  })
}
