// A file that a process has open outlives its name, and goes with the process.
import { expect, test } from 'vitest'
import type { Program } from '../../src/runtime/process.ts'
import { Container, programs } from './container.ts'

test('a process reads a file that it has open after deleting it; then the room is free', async () => {
  let ino = 0
  const program: Program = async (process) => {
    process.files.writeFile('/tmp/secret', 'still here')
    ino = process.files.stat('/tmp/secret').ino
    const descriptor = process.open('/tmp/secret', { read: true })
    process.files.unlink('/tmp/secret')
    const bytes = await process.read(descriptor)
    await process.write(1, bytes ?? 'gone')
    return process.files.exists('/tmp/secret') ? 1 : 0
  }
  const box = new Container({ programs: new Map([...programs, ['true', program]]) })
  const run = box.start(['true'])
  expect((await run.exited).code).toBe(0)
  expect(run.stdout).toBe('still here')
  expect(() => box.root.stat(ino)).toThrow('I/O error')
})
