// Replays the recorded command lines on our applets, in a machine of their own.
import { expect, test } from 'vitest'
import { readRecording } from './recorded.ts'
import { replay } from './replay.ts'

const { cases } = readRecording()

test.each(
  cases.filter(({ locked }) => locked === undefined).map((each, index) => ({ index, line: each.argv.join(' '), each })),
)('$index busybox answers: $line', async ({ each }) => {
  const answer = await replay(each)
  expect({ stdout: answer.stdout, exitCode: answer.exitCode, after: answer.after }).toEqual({
    stdout: each.stdout ?? Buffer.from(each.stdoutBase64!, 'base64').toString('latin1'),
    exitCode: each.exitCode,
    after: each.after ?? {},
  })
  expect(answer.stderr !== '', `standard error: ${answer.stderr}`).toBe(each.stderr !== undefined)
})
