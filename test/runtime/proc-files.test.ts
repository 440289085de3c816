// Files of /proc as tools read them.
import { expect, test } from 'vitest'
import { Container, dockerRun } from './container.ts'

const shell = async (script: string): Promise<string> => (await dockerRun(['sh', '-c', script])).stdout

test('fdinfo tells where a file is read and how it was opened', async () => {
  const text = await shell(
    'printf "one\\ntwo\\n" > /f; exec 5</f 6>>/f; read l <&5; cat /proc/$$/fdinfo/5 /proc/$$/fdinfo/6',
  )
  expect(text).toMatch(/^pos:\t4\nflags:\t0100000\nmnt_id:\t\d+\nino:\t\d+\npos:\t\d+\nflags:\t0102001\n/)
  expect(await shell('ls /proc/self/fdinfo')).toBe('0\n1\n2\n')
})

test('io counts what a process reads and writes', async () => {
  const text = await shell('dd if=/dev/zero of=/f bs=1k count=100 2>/dev/null; echo hello > /g; cat /proc/$$/io')
  expect(text).toMatch(/^rchar: \d+\nwchar: 6\nsyscr: \d+\nsyscw: 1\nread_bytes: \d+\nwrite_bytes: 6\n/)
})

test('maps names the program, its heap and its stack', async () => {
  const maps = await shell('cat /proc/self/maps')
  expect(maps).toMatch(/^00400000-00401000 r--p 00000000 00:28 \d+ +\/bin\/busybox\n/)
  expect(maps).toMatch(/\[heap\]\n/)
  expect(maps).toMatch(/\[stack\]\n/)
})

test('vmstat counts pages and who was killed for want of memory', async () => {
  const box = new Container({ limits: { memory: 8 * 1024 ** 2 } })
  const count = async (): Promise<string> => (await box.run(['grep', 'oom_kill', '/proc/vmstat'])).stdout
  expect(await count()).toBe('oom_kill 0\n')
  await box.run(['sh', '-c', 'x=a; while :; do x=$x$x; done'])
  expect(await count()).toBe('oom_kill 1\n')
})

test('the odds of being killed for want of memory are those of other processes', async () => {
  expect(await shell('cat /proc/self/oom_score /proc/self/oom_adj /proc/self/oom_score_adj')).toBe('666\n0\n0\n')
})
