// What declared programs do in the course of time: the clock moves by hand.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are the program's
import { expect, test } from 'vitest'
import type { Behaviour } from '../../src/index.ts'
import { declared, declaredBinary } from '../../src/library/programs/declared.ts'
import { signalNumber } from '../../src/runtime/signals.ts'
import { manualClock } from '../../src/world/manual-clock.ts'
import { busyboxRoot, Container, programs } from '../runtime/container.ts'

function containerWith(behaviour: Behaviour) {
  const root = busyboxRoot()
  const content = declaredBinary(behaviour)
  root.create(root.lookup(root.root, 'bin')!, 'tool', { kind: 'file', mode: 0o755, mtime: 0, content })
  const clock = manualClock()
  return { clock, container: new Container({ root, clock, programs: new Map([...programs, ['declared', declared]]) }) }
}

test('lines come at their times, and the program ends when all is printed', async () => {
  const { clock, container } = containerWith({
    output: 'begin\n',
    log: [
      'at once',
      { after: '2s', line: 'two' },
      { at: '1s', line: 'one', to: 'stderr' },
      { every: '10s', times: 2, line: 'tick' },
    ],
    exit: 5,
  })
  const run = container.start(['tool'])
  await clock.advance(0)
  expect(run.stdout).toBe('begin\nat once\n')
  await clock.advance(1000)
  expect(run.stderr).toBe('one\n')
  await clock.advance(1000)
  expect(run.stdout).toBe('begin\nat once\ntwo\n')
  await clock.advance(19_000)
  expect(run.stdout).toBe('begin\nat once\ntwo\ntick\ntick\n')
  expect(await run.exited).toEqual({ code: 5 })
})

test('a line may be chosen by chance, the same in every run of one seed', async () => {
  const lines = async (): Promise<string> => {
    const { clock, container } = containerWith({ log: [{ every: '1s', random: ['a', 'b', 'c'] }], runs: '20s' })
    const run = container.start(['tool'])
    await clock.advance(20_000)
    await run.exited
    return run.stdout
  }
  const first = await lines()
  expect(new Set(first.trim().split('\n')).size).toBe(3)
  expect(await lines()).toBe(first)
})

test('signals are ignored, answered, or end the program after a while', async () => {
  const { clock, container } = containerWith({
    runs: 'forever',
    signals: { USR1: 'ignore', HUP: { output: 'reloaded\n' }, INT: 7, TERM: { output: 'bye\n', after: '3s', exit: 0 } },
  })
  const run = container.start(['tool'])
  await clock.advance(0)
  for (const name of ['USR1', 'HUP']) run.task.signal(signalNumber(name)!)
  await run.prints('reloaded\n')
  run.task.signal(signalNumber('TERM')!)
  await run.prints('bye\n')
  await clock.advance(3000)
  expect(await run.exited).toEqual({ code: 0 })
})

test('ports answer with canned HTTP, echo and banners, and count what was asked', async () => {
  const { clock, container } = containerWith({
    listen: [
      {
        port: '${PORT:-8080}',
        http: {
          '/': 'home',
          'GET /items': { json: [1] },
          'POST /items': { status: 201, body: 'made\n' },
          '/files/*': { directory: '/tmp' },
        },
        access: '${method} ${path} ${status}',
      },
      { port: 7, echo: true },
      { port: 25, banner: '220 ${hostname}\r\n', after: '5s' },
    ],
  })
  const run = container.start(['tool'])
  await clock.advance(0)
  const script = `mkdir -p /tmp/files && echo deep > /tmp/files/x
    wget -qO- 127.0.0.1:8080/; echo; wget -qO- 127.0.0.1:8080/items; wget -qO- --post-data=a 127.0.0.1:8080/items
    wget -qO- 127.0.0.1:8080/files/x; wget -qO- 127.0.0.1:8080/nix; echo hello | nc 127.0.0.1 7; nc 127.0.0.1 25 </dev/null`
  expect(await container.sh(script)).toEqual({
    code: 1,
    stdout: 'home\n[1]\nmade\ndeep\nhello\n',
    stderr:
      "wget: server returned error: HTTP/1.1 404 Not Found\nnc: can't connect to remote host (127.0.0.1): Connection refused\n",
  })
  await run.prints('GET /nix 404\n')
  expect(run.stdout).toBe('GET / 200\nGET /items 200\nPOST /items 201\nGET /files/x 200\nGET /nix 404\n')
  await clock.advance(5000)
  expect((await container.sh('nc 127.0.0.1 25 </dev/null')).stdout).toBe('220 box\r\n')
})

test('a port that is taken ends the program', async () => {
  const { container } = containerWith({ listen: [{ port: 80 }, { port: 80 }] })
  expect(await container.run(['tool'])).toMatchObject({ code: 1, stderr: 'listen tcp :80: bind: Address in use\n' })
})

test('a file that was tampered with is refused', async () => {
  const { container } = containerWith({ output: 'fine' })
  const spoilt = await container.sh('sed -i s/output/outptu/ /bin/tool; tool')
  expect(spoilt).toMatchObject({ code: 126, stderr: expect.stringContaining('outptu is not known') })
})
