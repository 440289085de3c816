// What an exec is told when it is made, and what of it is shown and refused.
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { demultiplexed, wholeText } from '../reading.ts'

test('the size of the terminal is taken from the start of an exec, or else from its making', async ({ docker }) => {
  const box = await docker.run('alpine', ['sleep', '1000'])
  const size = async (made: object, started: object): Promise<string> => {
    const exec = await box.exec({ Cmd: ['stty', 'size'], Tty: true, AttachStdout: true, ...made })
    return wholeText(await exec.start({ Tty: true, ...started }))
  }
  expect(await size({ ConsoleSize: [11, 22] }, {})).toBe('11 22\r\n')
  expect(await size({ ConsoleSize: [11, 22] }, { ConsoleSize: [33, 44] })).toBe('33 44\r\n')
})

test('the detach keys of an exec are shown as bytes in base64, and refused when there are no such keys', async ({
  docker,
}) => {
  const box = await docker.run('alpine', ['sleep', '1000'])
  const shown = async (DetachKeys: string): Promise<string> =>
    ((await (await box.exec({ Cmd: ['true'], DetachKeys })).inspect()) as unknown as { DetachKeys: string }).DetachKeys
  expect(await shown('')).toBe('')
  expect(await shown('ctrl-a,b')).toBe('AWI=')
  expect(await shown('ctrl-@,DEL,ctrl-_')).toBe('AH8f')
  for (const keys of ['ctrl-1', 'ctrl-A', 'del', 'ab']) {
    await expect(shown(keys)).rejects.toMatchObject({
      statusCode: 500,
      json: { message: `Invalid escape keys (${keys}) provided` },
    })
  }
})

test('a relative working directory is refused by the runtime', async ({ docker }) => {
  const box = await docker.run('alpine', ['sleep', '1000'])
  const exec = await box.exec({ Cmd: ['pwd'], WorkingDir: 'tmp', AttachStdout: true })
  const { stdout } = demultiplexed(await exec.start({}))
  expect(await stdout.whole()).toBe('OCI runtime exec failed: exec failed: Cwd must be an absolute path\r\n')
  expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 128 })
})
