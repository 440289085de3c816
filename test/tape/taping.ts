// Recorders and replays in a test's own process, on sockets of their own.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import net, { type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tapeMasks } from '../../src/daemon/tape-masks.ts'
import { listen } from '../../src/http/listen.ts'
import { Progress } from '../../src/tape/progress.ts'
import { createRecorder } from '../../src/tape/recorder.ts'
import { createReplay, type ReplayOptions } from '../../src/tape/replay.ts'
import { Script } from '../../src/tape/script.ts'
import { readTape } from '../../src/tape/tape.ts'
import type { TapeRecord } from '../../src/tape/tape-record.ts'
import { createTape } from '../../src/tape/tape-writer.ts'
import type { Clock } from '../../src/world/clock.ts'
import { realClock } from '../../src/world/real-clock.ts'

const pathOf = (address: string): string => address.replace('unix://', '')

export interface Recording extends AsyncDisposable {
  /** for DOCKER_HOST */
  readonly host: string
  readonly path: string
  /** What is on the tape now. */
  text(): Promise<string>
  records(): Promise<TapeRecord[]>
}

/** @param to `unix:///path` of the daemon */
export async function record(to: string, mask?: string): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-tape-'))
  const file = join(folder, 'tape.jsonl')
  const tape = createTape(file, realClock(), mask)
  const connect = (): Socket => net.connect({ path: pathOf(to), allowHalfOpen: true })
  const path = join(folder, 'docker.sock')
  const listener = await listen(`unix://${path}`, createRecorder({ tape, masks: tapeMasks(mask), connect }))
  const text = (): Promise<string> => readFile(file, 'utf8')
  return {
    host: `unix://${path}`,
    path,
    text,
    async records() {
      const lines = (await text()).trim().split('\n').slice(1)
      return lines.map((line) => JSON.parse(line) as TapeRecord)
    },
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      tape.close()
      await rm(folder, { recursive: true })
    },
  }
}

export interface Replaying extends AsyncDisposable {
  readonly host: string
  readonly path: string
  readonly script: Script
}

export interface ReplayingOptions {
  readonly speed?: number
  readonly clock?: Clock
  readonly anyVersion?: boolean
  /** Lets the daemon at this address answer, too. */
  readonly engine?: { readonly host: string; readonly first: boolean }
}

export async function replay(text: string, options: ReplayingOptions = {}): Promise<Replaying> {
  const { speed = 0, clock = realClock(), anyVersion = false } = options
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-tape-'))
  const path = join(folder, 'docker.sock')
  const tape = readTape(text)
  const script = new Script(tape, { masks: tapeMasks(tape.heading.mask), anyVersion })
  const engine: ReplayOptions['engine'] = options.engine && {
    connect: () => net.connect({ path: pathOf(options.engine!.host), allowHalfOpen: true }),
    first: options.engine.first,
  }
  const progress = new Progress(tape.exchanges)
  const listener = await listen(`unix://${path}`, createReplay({ script, progress, clock, speed, engine }))
  return {
    host: `unix://${path}`,
    path,
    script,
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}
