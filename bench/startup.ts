// From the start of the process to the first answered ping, beside a bare script.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { bundled } from './bundled.ts'
import { bundleChild } from './child.ts'
import { compare, type Rounds, type Subject } from './row.ts'

const ROUNDS = 15

/** Milliseconds from spawn to the answer. */
async function startAndPing(args: readonly string[], socket: string): Promise<number> {
  await rm(socket, { force: true })
  const begin = performance.now()
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  // Nobody polls inside of mockerd; from outside there is no other way to know when a bare script listens.
  while (!(await pinged(socket))) await setTimeout(1)
  const ms = performance.now() - begin
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return ms
}

function pinged(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(path, () => socket.write('GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n'))
    socket.once('error', () => resolve(false))
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
  })
}

const subject: Subject = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-bench-'))
  try {
    const socket = join(folder, 'docker.sock')
    const command = [`${await bundled()}mockerd.js`, '-H', `unix://${socket}`]
    const script = [await bundleChild('bare-script'), socket]
    const measured: Rounds = { ours: [], bare: [] }
    for (let round = -1; round < ROUNDS; round++) {
      const bare = await startAndPing(script, socket)
      const ours = await startAndPing(command, socket)
      if (round < 0) continue
      measured.bare.push(bare)
      measured.ours.push(ours)
    }
    return [compare('start to first ping', 'ms', { biggerIsBetter: false, aim: 1.5 }, measured)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
export default subject
