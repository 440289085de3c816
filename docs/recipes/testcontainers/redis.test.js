// Testcontainers for Node.js without Docker: its containers are simulated, their ports are open on the loopback address.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { startDaemon } from 'mockerd'

let daemon
let testcontainers

before(async () => {
  daemon = await startDaemon({ publish: 'loopback' })
  process.env.DOCKER_HOST = daemon.host
  process.env.TESTCONTAINERS_HOST_OVERRIDE = 'localhost'
  // it reads the environment when it is loaded
  testcontainers = await import('testcontainers')
})

after(() => daemon.close())

/** Says something to a server and gives the beginning of its answer. */
const ask = (host, port, line) =>
  new Promise((resolve, reject) => {
    const socket = connect(port, host, () => socket.write(line))
    socket.on('error', reject).once('data', (bytes) => resolve(String(socket.destroy() && bytes)))
  })

test('a redis that a program of the host speaks to', async () => {
  const { GenericContainer, Wait } = testcontainers
  const redis = await new GenericContainer('redis:7')
    .withExposedPorts(6379)
    .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    .start()
  assert.equal(await ask(redis.getHost(), redis.getMappedPort(6379), 'PING\r\n'), '+PONG\r\n')
  assert.equal((await redis.exec(['redis-cli', 'set', 'name', 'value'])).output.trim(), 'OK')
  await redis.stop()
})

test('two containers in a network, with a file copied into one of them', async () => {
  const { GenericContainer, Network, Wait } = testcontainers
  const network = await new Network().start()
  const web = await new GenericContainer('nginx:alpine')
    .withNetwork(network)
    .withNetworkAliases('web')
    .withCopyContentToContainer([{ content: 'hello from a file', target: '/usr/share/nginx/html/index.html' }])
    .withExposedPorts(80)
    .withWaitStrategy(Wait.forHttp('/', 80))
    .start()
  const client = await new GenericContainer('alpine').withNetwork(network).withCommand(['sleep', '1000']).start()
  assert.equal((await client.exec(['wget', '-qO-', 'http://web'])).output, 'hello from a file')
  await client.stop({ timeout: 0 })
  await web.stop()
  await network.stop()
})
