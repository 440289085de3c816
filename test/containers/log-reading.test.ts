// Which lines of a log are read, and how: parts, bytes, files that are full, and followers.
import { describe, expect } from 'vitest'
import { type ManualClock, manualClock } from '../../src/index.ts'
import { dockerTest, test } from '../fixture.ts'
import { Reader, wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

type Options = Record<string, string>

/** Lets a container print, with a terminal that changes nothing in what it prints, and reads its log. */
async function logOf(docker: TestDaemon, script: string, query: object = {}, more: object = {}): Promise<Buffer> {
  const box = await docker.run('alpine', ['sh', '-c', `stty -opost; ${script}`], { Tty: true, ...more })
  await box.wait()
  return (await box.logs({ stdout: true, ...query })) as Buffer
}

const limited = (Type: string, Config: Options): object => ({ HostConfig: { LogConfig: { Type, Config } } })

describe('a long line', () => {
  test('is cut after each 16384 bytes, and each part counts for --tail', async ({ docker }) => {
    const line = 'head -c 40000 /dev/zero | tr "\\0" x; echo'
    expect(String(await logOf(docker, line))).toBe(`${'x'.repeat(40_000)}\n`)
    expect(String(await logOf(docker, line, { tail: 1 }))).toBe(`${'x'.repeat(40_000 - 2 * 16_384)}\n`)
    expect(String(await logOf(docker, line, { tail: 2 }))).toHaveLength(40_000 - 16_384 + 1)
    const full = 'head -c 16384 /dev/zero | tr "\\0" x; echo'
    expect(String(await logOf(docker, full, { tail: 1 }))).toBe('\n')
  })

  test('has one moment in all its parts', async ({ docker }) => {
    const line = 'head -c 20000 /dev/zero | tr "\\0" x; echo'
    const text = String(await logOf(docker, line, { timestamps: true }))
    const moments = text.match(/2\d{3}-\S+Z/g)
    expect(moments).toHaveLength(2)
    expect(moments![0]).toBe(moments![1])
  })
})

describe('bytes that are no text', () => {
  const odd = String.raw`printf '\377a\342\202\n'`

  test('are replaced one by one in json-file', async ({ docker }) => {
    expect(String(await logOf(docker, odd))).toBe('\ufffda\ufffd\ufffd\n')
  })

  test('stay what they are with the driver local', async ({ docker }) => {
    const log = await logOf(docker, odd, {}, limited('local', {}))
    expect(log).toEqual(Buffer.from([0xff, 0x61, 0xe2, 0x82, 10]))
  })
})

describe('--details', () => {
  test('shows the labels, the variables and the tag that the options name', async ({ docker }) => {
    const options = { labels: 'a,b,nope', env: 'X', tag: '{{.Name}}/{{upper .ImageName}}' }
    const text = await logOf(
      docker,
      'echo hi',
      { details: true },
      {
        name: 'box',
        Labels: { a: '1 2', b: "x&(y)!*'" },
        Env: ['X=q=r', 'Z=1'],
        ...limited('json-file', options),
      },
    )
    expect(String(text)).toBe('X=q%3Dr,a=1+2,b=x%26%28y%29%21%2A%27,tag=box%2FALPINE hi\n')
  })

  test('finds them by regular expressions, too, and knows none in other drivers', async ({ docker }) => {
    const described = { Labels: { abc: '1', ba: '2' }, Env: ['XX=1', 'YX=2', 'ZZ=3'] }
    const options = { 'labels-regex': '^a', 'env-regex': '[XY]$' }
    const text = await logOf(docker, 'echo hi', { details: true }, { ...described, ...limited('json-file', options) })
    expect(String(text)).toBe('XX=1,YX=2,abc=1 hi\n')
    const local = await logOf(docker, 'echo hi', { details: true }, { ...described, ...limited('local', {}) })
    expect(String(local)).toBe(' hi\n')
  })
})

describe('a log of limited size', () => {
  const lines = 'for i in $(seq 1 100); do echo "line number $i"; done'
  const numbers = (log: Buffer): number[] => [...String(log).matchAll(/\d+/g)].map(([number]) => Number(number))
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index)

  test('begins anew when a line finds its file full', async ({ docker }) => {
    const options = { 'max-size': '1k' }
    expect(numbers(await logOf(docker, lines, {}, limited('json-file', options)))).toEqual(range(97, 100))
  })

  test('goes back over as many files as it may have', async ({ docker }) => {
    for (const compress of ['true', 'false']) {
      const options = { 'max-size': '1k', 'max-file': '3', compress }
      const box = limited('json-file', options)
      expect(numbers(await logOf(docker, lines, {}, box))).toEqual(range(73, 100))
      expect(numbers(await logOf(docker, lines, { tail: 25 }, box))).toEqual(range(76, 100))
    }
  })

  test('has as many lines as fit into the files of the driver local', async ({ docker }) => {
    const options = { 'max-size': '1k', 'max-file': '2', compress: 'false' }
    expect(numbers(await logOf(docker, lines, {}, limited('local', options)))).toEqual(range(74, 100))
  })

  test('may change files with every line', async ({ docker }) => {
    const few = 'for i in 1 2 3 4 5; do echo $i; done'
    expect(numbers(await logOf(docker, few, {}, limited('json-file', { 'max-size': '1', 'max-file': '2' })))).toEqual([
      4, 5,
    ])
  })
})

describe('a follower', () => {
  let clock: ManualClock
  const still = dockerTest(() => {
    clock = manualClock()
    return { clock }
  })

  still('ends with the run that it follows, though the container is started again', async ({ docker }) => {
    const box = await docker.run('alpine', ['sh', '-c', 'echo run; sleep 1'], {
      Tty: true,
      HostConfig: { RestartPolicy: { Name: 'always' } },
    })
    const follow = async () => wholeText(await box.logs({ stdout: true, follow: true }))
    const first = follow()
    await clock.advance(1000)
    expect(await first).toBe('run\r\n')
    await clock.advance(100)
    const second = follow()
    await clock.advance(1000)
    expect(await second).toBe('run\r\nrun\r\n')
  })

  still('has nothing to wait for when the container does not run', async ({ docker }) => {
    const box = await docker.create('alpine', ['echo', 'later'])
    expect(await wholeText(await box.logs({ stdout: true, follow: true }))).toBe('')
  })

  still('ends with the first line that is too late', async ({ docker }) => {
    const script = 'for i in 1 2 3 4 5; do echo $i; sleep 1; done'
    const box = await docker.run('alpine', ['sh', '-c', script], { Tty: true })
    const until = clock.now() / 1000 + 2
    const seen = wholeText(await box.logs({ stdout: true, follow: true, until }))
    await clock.advance(3000)
    expect(await seen).toBe('1\r\n2\r\n3\r\n')
  })

  test('one of fifty sees every line, however slow another one is', async ({ docker }) => {
    const box = await docker.run('alpine', ['sh', '-c', 'read line; seq 1 20000'], { Tty: true, OpenStdin: true })
    const slow = await box.logs({ stdout: true, follow: true })
    const readers = await Promise.all(
      Array.from({ length: 50 }, () => box.logs({ stdout: true, follow: true, tail: 0 })),
    )
    const all = readers.map((reader) => new Reader(reader))
    const typed = await box.attach({ stream: true, stdin: true, hijack: true })
    typed.end('go\n')
    const texts = await Promise.all(all.map((reader) => reader.whole()))
    expect(new Set(texts).size).toBe(1)
    expect(texts[0]).toMatch(/(^|\n)1\r\n2\r\n/)
    expect(texts[0]).toMatch(/\n20000\r\n$/)
    expect(await wholeText(slow)).toBe(texts[0])
  })
})

test('what is read is what there was when it was asked for', async ({ docker }) => {
  const box = await docker.run('alpine', ['yes'])
  const log = await box.logs({ stdout: true, tail: 5 })
  expect(String(log).match(/y\n/g)).toHaveLength(5)
  await box.kill()
})
