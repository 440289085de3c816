// Applets in a running container: what they print as they go, and what ends them.
import { expect, test } from 'vitest'
import { applets, withBusybox } from '../../src/runtime/applets.ts'
import { createMachine } from '../../src/runtime/create-machine.ts'
import type { Machine, Task } from '../../src/runtime/machine.ts'
import { shellPrograms } from '../../src/runtime/shell/programs.ts'
import { manualClock } from '../../src/world/manual-clock.ts'
import { seededRandom } from '../../src/world/random.ts'
import { rootTree } from './replay.ts'

class Container {
  readonly clock = manualClock(1_700_000_000_000)
  readonly machine: Machine = createMachine(
    {
      hostname: 'box',
      mounts: [{ at: '/', tree: rootTree().tree, type: 'overlay' }],
    },
    {
      clock: this.clock,
      random: seededRandom('streams'),
      programs: withBusybox(new Map([...applets, ...shellPrograms])),
    },
  )

  constructor() {
    this.start('sleep infinity')
  }

  start(script: string): { task: Task; output: () => string; prints: (text: string) => Promise<void> } {
    let output = ''
    let look = () => {}
    const task = this.machine.start({
      argv: ['sh', '-c', script],
      env: ['PATH=/bin'],
      cwd: '/w',
      user: '',
      tty: false,
      stdin: true,
      output(_, bytes) {
        output += Buffer.from(bytes).toString()
        look()
        return undefined
      },
    })
    const prints = (text: string) =>
      new Promise<void>((resolve) => {
        look = () => output.includes(text) && resolve()
        look()
      })
    return { task, output: () => output, prints }
  }
}

test('tail -f prints what is added to a log', async () => {
  const { start, clock } = bound(new Container())
  await start('echo one > log').task.exited
  const tail = start('exec tail -f log')
  await tail.prints('one\n')
  await start('echo two >> log').task.exited
  await clock.advance(1000)
  await tail.prints('two\n')
  tail.task.signal(15)
  expect(await tail.task.exited).toEqual({ code: 143, signal: 15 })
})

test('tail -f /dev/null waits until it is stopped', async () => {
  const { start } = bound(new Container())
  const tail = start('exec tail -f /dev/null')
  tail.task.signal(9)
  expect((await tail.task.exited).code).toBe(137)
})

test('sed, grep and awk pass on lines as they come', async () => {
  const { start } = bound(new Container())
  for (const filter of ['sed s/a/b/', 'grep .', "awk '{print}'", 'tr x y', 'cut -c1-9', 'tee copy']) {
    const run = start(filter)
    void run.task.write(Buffer.from('line\n'))
    await run.prints('line\n')
    run.task.end()
    expect((await run.task.exited).code).toBe(0)
  }
})

test('an awk program that never ends can be killed', async () => {
  const { start } = bound(new Container())
  const run = start(`exec awk 'BEGIN { print "on"; fflush(); while (1) i++ }'`)
  await run.prints('on\n')
  run.task.signal(9)
  expect((await run.task.exited).code).toBe(137)
})

test('yes stops when nobody reads any more', async () => {
  const { start } = bound(new Container())
  const run = start('yes | head -n 2; yes | sed 3q | tail -n 1; seq 1000000 | grep -m1 7')
  expect((await run.task.exited).code).toBe(0)
  expect(run.output()).toBe('y\ny\ny\n7\n')
})

test('timeout ends a command that takes too long, and leaves the others alone', async () => {
  const { start, clock } = bound(new Container())
  const slow = start('echo go; timeout 3 sleep 100; echo $?')
  await slow.prints('go\n')
  await clock.advance(10_000)
  await slow.task.exited
  expect(slow.output()).toContain('143\n')
  const quick = start('timeout 50 echo done')
  expect((await quick.task.exited).code).toBe(0)
  expect(quick.output()).toBe('done\n')
})

test('a large archive goes through tar and gzip in pieces', async () => {
  const { start } = bound(new Container())
  const run = start(`dd if=/dev/zero bs=1k count=3000 2>/dev/null | tee big | md5sum
    tar cz big | tar xzO | md5sum; tar cf - big | tar tv | cut -c1-10`)
  expect((await run.task.exited).code).toBe(0)
  const [one, two, three] = run.output().split('\n')
  expect(two).toBe(one)
  expect(three).toBe('-rw-r--r--')
})

test('addgroup and adduser make accounts that id knows', async () => {
  const { start } = bound(new Container())
  const run = start(
    'addgroup -S -g 1000 redis && adduser -S -G redis -u 999 redis && id redis && su redis -s /bin/sh -c "id -un; pwd"',
  )
  await run.task.exited
  expect(run.output()).toBe('uid=999(redis) gid=1000(redis) groups=1000(redis)\nredis\n/w\n')
})

function bound(container: Container): { start: Container['start']; clock: Container['clock'] } {
  return { start: (script) => container.start(script), clock: container.clock }
}
