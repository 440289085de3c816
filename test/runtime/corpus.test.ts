// Command lines with what a real busybox container gave for them.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Container } from './container.ts'

interface Case {
  readonly id: string
  readonly argv: readonly string[]
  /** runs first (or meanwhile) in the same container */
  readonly before?: readonly string[]
  readonly stdin?: string
  readonly user?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly expect: { readonly stdout?: string; readonly exitCode?: number; readonly exitCodeOneOf?: readonly number[] }
}

/** The answers are those of Debian's busybox, which is built without these. */
const notInThatBusybox = ['addgroup', 'adduser', 'install']

const file = new URL('../recordings/corpus.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }

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
