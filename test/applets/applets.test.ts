// Replays the recorded command lines on our applets, in a machine of their own.
import { expect, test } from 'vitest'
import { type RecordedCase, readRecording } from './recorded.ts'
import { replay } from './replay.ts'

const { cases } = readRecording()

function comparable(stdout: string, { unordered }: RecordedCase): string {
  return unordered ? stdout.split('\n').sort().join('\n') : stdout
}

function recordedOutput(each: RecordedCase): string {
  return each.stdout ?? Buffer.from(each.stdoutBase64 ?? '', 'base64').toString('latin1')
}

const open = cases.flatMap((each, index) =>
  each.locked === undefined ? [{ index, each, line: each.argv.join(' ') }] : [],
)

test.each(open)('busybox answers ($index): $line', async ({ each }) => {
  const answer = await replay(each)
  expect({ ...answer, stdout: comparable(answer.stdout, each), stderr: answer.stderr !== '' }).toEqual({
    stdout: comparable(recordedOutput(each), each),
    exitCode: each.exitCode,
    after: each.after ?? {},
    stderr: each.stderr !== undefined,
  })
})
