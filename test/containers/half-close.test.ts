// What a client's half-close ends: the process's input, or the client's own attachment (moby container/stream/attach.go).
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { demultiplexed, Reader, wholeText } from '../reading.ts'

const options = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true }

test('input that is for one client ends with it, and what the process still prints is seen', async ({ docker }) => {
  const box = await docker.create('alpine', ['sh', '-c', 'cat; echo over'], { OpenStdin: true, StdinOnce: true })
  const stream = await box.attach(options)
  await box.start()
  stream.end('typed\n')
  expect(await demultiplexed(stream).stdout.whole()).toBe('typed\nover\n')
})

test.for([
  { Tty: false, StdinOnce: false },
  { Tty: true, StdinOnce: false },
  { Tty: true, StdinOnce: true },
])('a client that says no more leaves a container of %j, which goes on', async (config, { docker }) => {
  const box = await docker.run('alpine', ['cat'], { OpenStdin: true, ...config })
  const stream = await box.attach(options)
  stream.end('typed\n')
  await wholeText(stream)
  expect((await box.inspect()).State.Running).toBe(true)
  const logs = await box.logs({ stdout: true, follow: true })
  await new Reader(logs).shows(/typed/)
})

test('a client that says no more leaves an exec with a terminal', async ({ docker }) => {
  const box = await docker.run('alpine', ['sleep', '1000'])
  const exec = await box.exec({ Cmd: ['cat'], AttachStdin: true, AttachStdout: true, Tty: true })
  const stream = await exec.start({ hijack: true, stdin: true, Tty: true })
  stream.end('typed\n')
  await wholeText(stream)
  expect((await exec.inspect()).Running).toBe(true)
})
