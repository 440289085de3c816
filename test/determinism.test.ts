// One seed and the same calls: the same bytes.
import http from 'node:http'
import { expect, test } from 'vitest'
import { manualClock } from '../src/index.ts'
import { startTestDaemon, type TestDaemon } from './test-daemon.ts'

/** A reply as it was on the wire, head and body. */
async function ask({ agent }: TestDaemon, method: string, path: string, body?: unknown): Promise<string> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, method, path, headers }, async (response) => {
      const chunks: Uint8Array[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve(
        [response.statusCode, response.rawHeaders.join('\n'), Buffer.concat(chunks).toString('latin1')].join('\n'),
      )
    })
    request.on('error', reject).end(text)
  })
}

const idOf = (reply: string): string => /"I[dD]":"([^"]+)"/.exec(reply)![1]!

/** A day's work; gives every byte that was answered. */
async function session(seed: string): Promise<string[]> {
  const clock = manualClock()
  await using docker = await startTestDaemon({ seed, clock })
  const answers: string[] = []
  const say = async (method: string, path: string, body?: unknown): Promise<string> => {
    const answer = await ask(docker, method, path, body)
    answers.push(`${method} ${path}\n${answer}`)
    return answer
  }
  await say('POST', '/images/create?fromImage=alpine&tag=latest')
  await say('POST', '/images/create?fromImage=somebody/something&tag=1.2')
  const first = idOf(await say('POST', '/containers/create', { Image: 'alpine', Cmd: ['sleep', '5'] }))
  const second = idOf(
    await say('POST', '/containers/create?name=second', { Image: 'somebody/something:1.2', Volumes: { '/data': {} } }),
  )
  await say('POST', `/containers/${first}/start`)
  await clock.advance(2000)
  await say('POST', `/containers/${second}/start`)
  const script = 'ls -la / /tmp; cat /proc/1/stat /etc/hosts; echo $RANDOM; date; ps'
  const exec = idOf(
    await say('POST', `/containers/${first}/exec`, {
      Cmd: ['sh', '-c', script],
      AttachStdout: true,
      AttachStderr: true,
    }),
  )
  await say('POST', `/exec/${exec}/start`, {})
  await say('GET', `/containers/${first}/top`)
  await say('GET', `/containers/${first}/stats?stream=0&one-shot=1`)
  await clock.advance(10_000)
  await say('POST', '/networks/create', { Name: 'lan' })
  await say('POST', '/volumes/create', {})
  for (const path of [
    ...['/info', '/version', '/_ping', '/images/json', '/networks', '/volumes', '/system/df'],
    ...['/containers/json?all=1&size=1', '/images/alpine/json', '/images/alpine/history', '/containers/second/json'],
    ...[`/containers/${first}/json`, `/containers/${first}/logs?stdout=1&stderr=1&timestamps=1`],
    ...[`/containers/${first}/changes`, '/images/search?term=redis', `/events?since=0&until=${clock.now() / 1000}`],
  ]) {
    await say('GET', path)
  }
  await say('POST', '/containers/prune')
  return answers
}

test('two daemons of one seed answer the same calls with the same bytes', async () => {
  const [one, other] = await Promise.all([session('same'), session('same')])
  expect(other).toEqual(one)
})

test('a daemon of another seed has other ids and names', async () => {
  const [one, other] = await Promise.all([session('one'), session('other')])
  const ids = (answers: readonly string[]): Set<string> =>
    new Set(answers.join().match(/\b(?<!sha256:)[0-9a-f]{64}\b/g))
  const [mine, theirs] = [ids(one), ids(other)]
  expect(mine.size).toBeGreaterThan(5)
  expect([...mine].filter((id) => theirs.has(id))).toEqual([])
})
