// Containers while they run: output as it comes, signals, traps, execs beside the main process, time.
import { expect, test } from 'vitest'
import { manualClock } from '../../src/world/manual-clock.ts'
import { Container, dockerRunSh } from './container.ts'

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

test('a loop prints each tick when it comes, not at its end', async () => {
  const clock = manualClock()
  const box = new Container({ clock })
  const run = box.start(['sh', '-c', 'i=0; while :; do echo tick $i; i=$((i+1)); sleep 1; done'])
  await clock.advance(0)
  expect(run.stdout).toBe('tick 0\n')
  await clock.advance(2000)
  expect(run.stdout).toBe('tick 0\ntick 1\ntick 2\n')
  box.machine.destroy()
})

test('ticks come through a pipe as they come', async () => {
  const clock = manualClock()
  const box = new Container({ clock })
  const run = box.start([
    'sh',
    '-c',
    'for i in 1 2 3; do echo $i; sleep 1; done | while read x; do echo "got $x"; done',
  ])
  await clock.advance(1500)
  expect(run.stdout).toBe('got 1\ngot 2\n')
  await clock.advance(5000)
  expect(await run.exited).toEqual({ code: 0 })
})

test('three hours of sleeping pass in no time on a manual clock', async () => {
  const clock = manualClock()
  const run = new Container({ clock }).start([
    'sh',
    '-c',
    'for i in 1 2 3; do sleep 1h 2>/dev/null || sleep 3600; done; echo rested',
  ])
  await clock.advance(3 * 3_600_000)
  expect(run.stdout).toBe('rested\n')
})

test('docker run -i cat gives back each line at once', async () => {
  const cat = new Container().start(['cat'], { interactive: true })
  cat.type('one\n')
  await cat.prints('one\n')
  cat.type('two\n')
  await cat.prints('two\n')
  cat.task.end()
  expect(await cat.exited).toEqual({ code: 0 })
})

test('a script and its data may share standard input', async () => {
  const { stdout } = await new Container().run(['bash'], { input: 'read x\nhello\necho "got $x"\ncat\nrest\n' })
  expect(stdout).toBe('got hello\nrest\n')
})

test('docker stop: a trap ends a shell that sleeps in the background', async () => {
  const box = new Container()
  const run = box.start(['sh', '-c', 'trap "echo bye; exit 0" TERM; echo ready; sleep 1000 & wait'])
  await run.prints('ready')
  run.task.signal(15)
  expect(await run.exited).toEqual({ code: 0 })
  expect(run.stdout).toBe('ready\nbye\n')
})

test('a trap sees variables as they are when the signal comes', async () => {
  const clock = manualClock()
  const run = new Container({ clock }).start([
    'sh',
    '-c',
    'trap "echo n=\\$n; exit" TERM; n=0; while :; do n=$((n+1)); sleep 1; done',
  ])
  await clock.advance(3500)
  run.task.signal(15)
  await clock.advance(1000)
  expect(run.stdout).toBe('n=4\n')
})

test('a trap waits until the foreground command is done', async () => {
  const clock = manualClock()
  const run = new Container({ clock }).start(['sh', '-c', 'trap "echo trapped" TERM; sleep 5; echo slept'])
  await clock.advance(1000)
  run.task.signal(15)
  await clock.advance(1000)
  expect(run.stdout).toBe('')
  await clock.advance(5000)
  expect(run.stdout).toBe('trapped\nslept\n')
})

test('PID 1 without a handler ignores TERM, and KILL after the grace period makes it 137', async () => {
  const clock = manualClock()
  const run = new Container({ clock }).start(['sh', '-c', 'while :; do sleep 1; done'])
  await clock.advance(100)
  run.task.signal(15)
  clock.after(10_000, () => run.task.signal(9))
  await clock.advance(10_000)
  expect(await run.exited).toEqual({ code: 137, signal: 9 })
})

test('an exec sees the main process and kills its child', async () => {
  const box = new Container()
  const main = box.start(['sh', '-c', 'sleep 1000; echo "child ended with $?"'])
  await turn()
  const child = box.machine.processes().find(({ argv }) => argv[0] === 'sleep')!
  expect(child.parent).toBe(1)
  expect((await box.sh(`kill ${child.pid}`)).code).toBe(0)
  expect(await main.exited).toEqual({ code: 0 })
  expect(main.stdout).toBe('child ended with 143\n')
})

test('sh -c with one command becomes that command', async () => {
  const box = new Container()
  const run = box.start(['sh', '-c', 'sleep 9999'])
  const commands = (): string[] => box.machine.processes().map(({ pid, argv }) => `${pid} ${argv.join(' ')}`)
  while (commands().includes('1 sh -c sleep 9999')) await turn()
  expect(commands()).toEqual(['1 sleep 9999'])
  box.machine.destroy()
  await run.exited
})

test('a child whose parent has ended belongs to PID 1', async () => {
  const box = new Container()
  box.start(['sleep', '1000'])
  await box.sh('(sleep 1000 & ) ; true')
  const orphan = box.machine.processes().find(({ pid, argv }) => pid !== 1 && argv[0] === 'sleep')
  expect(orphan?.parent).toBe(1)
  box.machine.destroy()
})

test('what a test tool waits for can be put into the container by an exec', async () => {
  const clock = manualClock()
  const box = new Container({ clock })
  const main = box.start([
    'sh',
    '-c',
    'while [ ! -f /testcontainers_start.sh ]; do sleep 0.1; done; sh /testcontainers_start.sh',
  ])
  await clock.advance(1000)
  await box.sh('echo "echo started" > /testcontainers_start.sh')
  await clock.advance(200)
  expect(main.stdout).toBe('started\n')
})

test('tail -f follows what an exec appends', async () => {
  const clock = manualClock()
  const box = new Container({ clock })
  const tail = box.start(['sh', '-c', 'touch /log; tail -f /log'])
  await clock.advance(1500)
  await box.sh('echo line >> /log')
  await clock.advance(2500)
  expect(tail.stdout).toBe('line\n')
  box.machine.destroy()
})

test('a writer whose reader has gone is ended by SIGPIPE', async () => {
  expect(await dockerRunSh('while :; do echo y; done | head -n 2; echo "end $?"')).toEqual({
    stdout: 'y\ny\nend 0\n',
    stderr: '',
    code: 0,
  })
})

test('a busy loop leaves the host its turns and can be killed', async () => {
  const box = new Container()
  const busy = box.start(['sh', '-c', 'while :; do :; done'])
  const other = new Container().start(['sh', '-c', 'i=0; while [ $i -lt 20 ]; do i=$((i+1)); sleep 0; done; echo done'])
  await other.exited
  expect(other.stdout).toBe('done\n')
  busy.task.signal(9)
  expect(await busy.exited).toEqual({ code: 137, signal: 9 })
})

test('a paused busy loop does nothing until it is resumed', async () => {
  const box = new Container()
  const run = box.start(['sh', '-c', 'i=0; while :; do i=$((i+1)); echo $i; done'])
  await turn()
  box.machine.pause()
  await turn()
  const before = run.stdout.length
  await turn()
  await turn()
  expect(run.stdout.length).toBe(before)
  box.machine.resume()
  await turn()
  await turn()
  expect(run.stdout.length).toBeGreaterThan(before)
  box.machine.destroy()
})

test('a fork bomb meets the limit of processes and dies with its container', async () => {
  const box = new Container({ limits: { pids: 64 } })
  const main = box.start(['sh', '-c', 'bomb() { bomb | bomb & }; bomb; sleep 1000'])
  await turn()
  await turn()
  expect(box.machine.processes().length).toBeLessThanOrEqual(64)
  main.task.signal(9)
  expect((await main.exited).code).toBe(137)
  expect(box.machine.processes()).toEqual([])
})

test.each(['f() { f; }; f', 'echo ". /tmp/a" > /tmp/a; . /tmp/a', 'x=\'eval "$x"\'; eval "$x"'])(
  'endless recursion ends with a segmentation fault, as in a real shell: %s',
  async (script) => {
    const box = new Container()
    box.start(['sleep', '1000'])
    expect((await box.sh(script)).code).toBe(139)
    box.machine.destroy()
  },
)

test('a command substitution that never ends is killed for its memory', async () => {
  const box = new Container({ limits: { memory: 1_000_000 } })
  const run = box.start([
    'sh',
    '-c',
    'x=$(while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done)',
  ])
  expect(await run.exited).toEqual({ code: 137, signal: 9, outOfMemory: true })
})

test('a variable cannot double without end', async () => {
  const box = new Container({ limits: { memory: 100_000 } })
  const run = box.start(['sh', '-c', 'x=aaaaaaaaaa; while :; do x=$x$x; done'])
  expect(await run.exited).toMatchObject({ code: 137, outOfMemory: true })
})
