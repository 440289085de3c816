// dockerode in tests of node:test: each test has a daemon of its own, in its own process.
import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import Docker from 'dockerode'
import { manualClock, startDaemon } from 'mockerd'
import { pack } from 'tar-stream'

/** A daemon that lives as long as the test, and a client that reaches it without a socket in between. */
async function daemonFor(t, options) {
  const daemon = await startDaemon(options)
  t.after(() => daemon.close())
  return { daemon, docker: new Docker({ agent: daemon.agent, host: 'mockerd' }) }
}

async function pulled(docker, image) {
  const progress = await docker.pull(image)
  await new Promise((done, fail) => docker.modem.followProgress(progress, (error) => (error ? fail(error) : done())))
}

test('run gives output and exit code', async (t) => {
  const { docker } = await daemonFor(t)
  await pulled(docker, 'alpine')
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const [result] = await docker.run('alpine', ['sh', '-c', 'echo out; echo err >&2; exit 3'], [stdout, stderr], { Tty: false })
  stdout.end()
  stderr.end()
  assert.deepEqual([result.StatusCode, await text(stdout), await text(stderr)], [3, 'out\n', 'err\n'])
})

test('an image is built, and what it is made of can be told', async (t) => {
  const { docker } = await daemonFor(t)
  const context = pack()
  context.entry({ name: 'Dockerfile' }, 'FROM alpine\nCOPY greeting /\nCMD ["cat", "/greeting"]\n')
  context.entry({ name: 'greeting' }, 'hello\n')
  context.finalize()
  const progress = await docker.buildImage(context, { t: 'greeter' })
  await new Promise((done, fail) => docker.modem.followProgress(progress, (error) => (error ? fail(error) : done())))
  const history = await docker.getImage('greeter').history()
  assert.match(history[0].CreatedBy, /CMD \["cat" "\/greeting"\]/)
})

test('an exec talks in both directions', async (t) => {
  const { docker } = await daemonFor(t)
  await pulled(docker, 'alpine')
  const box = await docker.createContainer({ Image: 'alpine', Cmd: ['sleep', '1000'] })
  await box.start()
  const exec = await box.exec({ Cmd: ['sort'], AttachStdin: true, AttachStdout: true, Tty: false })
  const stream = await exec.start({ hijack: true, stdin: true })
  const sorted = new PassThrough()
  docker.modem.demuxStream(stream, sorted, sorted)
  stream.on('end', () => sorted.end())
  stream.end('b\na\n')
  assert.equal(await text(sorted), 'a\nb\n')
  assert.equal((await exec.inspect()).ExitCode, 0)
})

test('an hour takes no time, and a fault comes when it is wanted', async (t) => {
  const clock = manualClock()
  const { daemon, docker } = await daemonFor(t, { clock })
  await pulled(docker, 'alpine')
  const sleeper = await docker.createContainer({ Image: 'alpine', Cmd: ['sleep', '3600'] })
  await sleeper.start()
  const ended = sleeper.wait()
  await clock.advance(3_600_000)
  assert.deepEqual(await ended, { StatusCode: 0 })

  daemon.use({ when: { operation: 'VolumeCreate' }, do: { status: { code: 500, message: 'no space left on device' } } })
  await assert.rejects(docker.createVolume({ Name: 'data' }), /no space left on device/)
})
