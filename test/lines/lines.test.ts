// Scripts with what a real shell in a real container made of them: output, complaints and exit code.
import { describe, expect, test } from 'vitest'
import { namesOfLines, readLines } from './recorded-lines.ts'
import { answer } from './replay-line.ts'

describe.each(namesOfLines())('docker exec, %s', (name) => {
  const { shell, cases } = readLines(name)

  test.concurrent.each(cases.filter(({ differs }) => differs === undefined))(
    '$script',
    async ({ script, stdout, stderr, code }) => {
      expect(await answer(shell, script)).toEqual({ stdout, stderr, code })
    },
  )

  test.concurrent.each(cases.filter(({ differs }) => differs !== undefined))(
    'differs on purpose ($differs): $script',
    async ({ script, stdout, stderr, code }) => {
      expect(await answer(shell, script)).not.toEqual({ stdout, stderr, code })
    },
  )
})
