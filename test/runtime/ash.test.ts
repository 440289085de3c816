// Scripts with what busybox's ash made of them: output, complaints and exit code.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dockerRunSh } from './container.ts'

interface Recorded {
  readonly script: string
  readonly stdout: string
  readonly stderr: string
  readonly code: number
  /** why ours differs on purpose */
  readonly locked?: string
}

const file = new URL('../recordings/ash.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Recorded[] }

test.each(cases.filter(({ locked }) => !locked))('docker run busybox sh -c $script', async (one) => {
  const { script, stdout, stderr, code } = one
  expect(await dockerRunSh(script, { input: '' })).toEqual({ stdout, stderr, code })
})

test.each(cases.filter(({ locked }) => locked))('differs from ash on purpose: $locked', async (one) => {
  const { stdout, stderr, code } = one
  expect(await dockerRunSh(one.script, { input: '' })).not.toEqual({ stdout, stderr, code })
})
