// Scripts with what GNU bash made of them, where it goes beyond ash.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { binary } from '../../src/runtime/programs.ts'
import { Container, type Finished } from './container.ts'

interface Recorded extends Finished {
  readonly script: string
  /** why ours differs on purpose */
  readonly locked?: string
}

function bash(script: string): Promise<Finished> {
  const box = new Container()
  const bin = box.root.lookup(box.root.root, 'bin')!
  if (box.root.lookup(bin, 'bash') !== undefined) box.root.unlink(bin, 'bash')
  box.root.create(bin, 'bash', { kind: 'file', mode: 0o755, mtime: 0, content: binary('bash') })
  return box.run(['bash', '-c', script], { input: '' })
}

const file = new URL('../recordings/bash.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Recorded[] }

test.each(cases.filter(({ locked }) => !locked))('bash -c $script', async ({ script, stdout, stderr, code }) => {
  expect(await bash(script)).toEqual({ stdout, stderr, code })
})

test.each(cases.filter(({ locked }) => locked))('differs from bash on purpose: $locked', async (one) => {
  const { stdout, stderr, code } = one
  expect(await bash(one.script)).not.toEqual({ stdout, stderr, code })
})

test('a replaced pattern is found where it matches, from left to right', async () => {
  const { stdout } = await bash(`x=aXbbXcX; echo \${x//b*X/-} \${x//X/-} \${x/[bc]X/-} \${x//[!X]X/-} \${x//z*X/-}`)
  expect(stdout).toBe('aX- a-bb-c- aXb-cX -b-- aXbbXcX\n')
})

test('a regular expression that would take a naive matcher for ever is decided at once', async () => {
  expect((await bash(`[[ ${'a'.repeat(200)}! =~ ^(a+)+$ ]]; echo $?`)).stdout).toBe('1\n')
})

test('process substitution gives paths of pipes, closed when the command is done', async () => {
  const { stdout } = await bash('cat <(echo a) <(echo b); echo x > >(cat); ls /proc/self/fd | tail -n 1')
  expect(stdout).toMatch(/^a\nb\n/)
  expect(stdout).not.toContain('63')
})
