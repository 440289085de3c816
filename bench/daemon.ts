// The measured daemon: the command of the bundle on a socket of its own, in a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundled } from './bundled.ts'

export interface BenchDaemon extends AsyncDisposable {
  readonly socket: string
  /** A path in the same folder, for the socket of the bare server. */
  readonly bareSocket: string
  readonly pid: number
}

/** @param args more of the command's arguments */
export async function startBenchDaemon(...args: readonly string[]): Promise<BenchDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-bench-'))
  const socket = join(folder, 'ours.sock')
  const command = `${await bundled()}mockerd.js`
  const child = spawn(process.execPath, [command, '-H', `unix://${socket}`, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await once(child.stdout, 'data')
  return {
    socket,
    bareSocket: join(folder, 'bare.sock'),
    pid: child.pid!,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
