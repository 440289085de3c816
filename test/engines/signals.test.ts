// What releases say of signals and names that are wrong, and what they look at first.
import { expect, test } from 'vitest'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

async function answer(daemon: TestDaemon, path: string): Promise<string> {
  const reply = await daemon.fetch(new Request(`http://docker${path}`, { method: 'POST' }))
  const { message } = (await reply.json()) as { message: string }
  return `${reply.status} ${message}`
}

test.each([
  ['20.10', '400 Invalid signal: NOPE'],
  ['25.0', '400 Cannot kill container: nosuch: invalid signal: NOPE'],
  ['28.5', '400 cannot kill container: nosuch: invalid signal: NOPE'],
])('Docker Engine %s looks at the signal before the container: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  expect(await answer(daemon, '/containers/nosuch/kill?signal=NOPE')).toBe(words)
})

test.each([
  ['20.10', '404 Cannot kill container: nosuch: No such container: nosuch', '500', 'Cannot kill container: web: The'],
  [
    '28.5',
    '400 cannot kill container: nosuch: the linux daemon does not support signal 100',
    '400',
    'cannot kill container: web: the',
  ],
])('Docker Engine %s sends no signal that Linux has not: %s, %s', async (engine, nobody, status, beginning) => {
  await using daemon = await startTestDaemon({ engine })
  await daemon.create('busybox', ['true'], { name: 'web' })
  expect(await answer(daemon, '/containers/nosuch/kill?signal=100')).toBe(nobody)
  expect(await answer(daemon, '/containers/web/kill?signal=100')).toBe(
    `${status} ${beginning} linux daemon does not support signal 100`,
  )
})

test.each(['20.10', '28.5'])('Docker Engine %s refuses no name before it looks for the container', async (engine) => {
  await using daemon = await startTestDaemon({ engine })
  expect(await answer(daemon, '/containers/nosuch/rename')).toBe('400 Neither old nor new names may be empty')
})
