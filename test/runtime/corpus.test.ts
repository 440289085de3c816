// Command lines with what a real busybox container gave for them.
import { expect, test } from 'vitest'
import { cases } from '../recordings/corpus.ts'
import { Container } from './container.ts'

/** The answers are those of Debian's busybox, which is built without these. */
const notInThatBusybox = ['addgroup', 'adduser', 'install']

test.each(cases.map((one) => [one.id, one] as const))('%s: as in a real busybox container', async (_, one) => {
  const box = new Container()
  // PID 1 is not the command, as in `docker exec`
  box.start(['sleep', '1000000'])
  await box.run(['rm', '-f', ...notInThatBusybox.map((name) => `/bin/${name}`)])
  if (one.before) await box.run(one.before)
  const { stdout, code } = await box.run(one.argv, {
    ...(one.stdin !== undefined && { input: one.stdin }),
    ...(one.user && { user: one.user }),
    ...(one.cwd && { cwd: one.cwd }),
    env: Object.entries(one.env ?? {}).map(([name, value]) => `${name}=${value}`),
  })
  if (one.expect.stdout !== undefined) expect(stdout).toBe(one.expect.stdout)
  expect(one.expect.exitCodeOneOf ?? [one.expect.exitCode]).toContain(code)
  box.machine.destroy()
})
