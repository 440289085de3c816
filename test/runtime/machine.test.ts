// Machines: processes start, are refused in runc's words, get signals and end.
import { expect, test } from 'vitest'
import type { Program } from '../../src/runtime/process.ts'
import { binary } from '../../src/runtime/programs.ts'
import { Container, dockerRun, programs } from './container.ts'

test('docker run echo prints its arguments', async () => {
  expect(await dockerRun(['echo', 'hello', 'world'])).toEqual({ stdout: 'hello world\n', stderr: '', code: 0 })
})

test.each([
  ['nosuch', 127, 'exec: "nosuch": executable file not found in $PATH'],
  ['', 127, 'exec: "": executable file not found in $PATH'],
  ['/etc/passwd', 126, 'exec: "/etc/passwd": permission denied'],
  ['/etc', 126, 'exec: "/etc": permission denied'],
  ['/nope', 127, 'exec: "/nope": stat /nope: no such file or directory'],
  ['./nosuch', 127, 'exec: "./nosuch": stat ./nosuch: no such file or directory'],
])('docker run %j is refused in runc’s words', (command, code, message) => {
  expect(() => new Container().start([command])).toThrow(expect.objectContaining({ code, message }))
})

test('a user that the container does not know is refused', () => {
  const message = 'unable to find user bob: no matching entries in passwd file'
  expect(() => new Container().start(['id'], { user: 'bob' })).toThrow(message)
  expect(() => new Container().start(['id'], { user: '0:x' })).toThrow(
    'unable to find group x: no matching entries in group file',
  )
  expect(() => new Container().start(['id'], { user: '99999999999' })).toThrow(
    'uids and gids must be in range 0-2147483647',
  )
})

test('a working directory that is missing is refused', () => {
  const message = 'chdir to cwd ("/nope") set in config.json failed: no such file or directory'
  expect(() => new Container().start(['pwd'], { cwd: '/nope' })).toThrow(message)
})

test('a refused command takes no pid: the next one is PID 1', async () => {
  const box = new Container()
  expect(() => box.start(['nosuch'])).toThrow()
  expect(box.start(['true']).task.pid).toBe(1)
})

test('a number without an account is a user of group 0 whose home is /', async () => {
  const { stdout } = await dockerRun(['env'], { user: '12345' })
  expect(stdout).toContain('HOME=/\n')
})

test('docker stop’s TERM does not end a PID 1 that has no handler, KILL does', async () => {
  const box = new Container()
  const main = box.start(['sleep', '1000'])
  main.task.signal(15)
  const side = await box.run(['true'])
  expect(side.code).toBe(0)
  main.task.signal(9)
  expect(await main.exited).toEqual({ code: 137, signal: 9 })
})

test('TERM ends an exec that has no handler', async () => {
  const box = new Container()
  box.start(['sleep', '1000'])
  const side = box.start(['sleep', '1000'])
  side.task.signal(15)
  expect(await side.exited).toEqual({ code: 143, signal: 15 })
  expect(box.machine.processes().map(({ pid }) => pid)).toEqual([1])
})

test('the end of PID 1 kills everything else', async () => {
  const box = new Container()
  const main = box.start(['cat'], { interactive: true })
  const side = box.start(['sleep', '1000'])
  main.task.end()
  expect(await main.exited).toEqual({ code: 0 })
  expect(await side.exited).toEqual({ code: 137, signal: 9 })
  expect(box.machine.processes()).toEqual([])
})

test('a paused container stands still and goes on when it is resumed', async () => {
  const box = new Container()
  const cat = box.start(['cat'], { interactive: true })
  cat.type('one\n')
  await cat.prints('one\n')
  box.machine.pause()
  cat.type('two\n')
  await new Promise((resolve) => setImmediate(resolve))
  expect(cat.stdout).toBe('one\n')
  box.machine.resume()
  await cat.prints('two\n')
  cat.task.end()
  expect((await cat.exited).code).toBe(0)
})

test('a reader that is behind holds the writer back', async () => {
  let written = 0
  let release = (): void => {}
  const flood: Program = async (process) => {
    for (;;) {
      await process.write(1, 'x'.repeat(1000))
      written++
    }
  }
  const box = new Container({ programs: new Map([...programs, ['flood', flood]]) })
  const bin = box.root.lookup(box.root.root, 'bin')!
  box.root.create(bin, 'flood', { kind: 'file', mode: 0o755, mtime: 0, content: binary('flood') })
  const run = box.start(['flood'], { output: () => new Promise((resolve) => (release = resolve)) })
  await new Promise((resolve) => setImmediate(resolve))
  expect(written).toBe(0)
  release()
  await new Promise((resolve) => setImmediate(resolve))
  expect(written).toBe(1)
  box.machine.destroy()
  expect((await run.exited).code).toBe(137)
})

test('a program that fails inside says so and ends with 1', async () => {
  const broken: Program = () => {
    throw new Error('it broke')
  }
  const box = new Container({ programs: new Map([['true', broken]]) })
  const bin = box.root.lookup(box.root.root, 'bin')!
  box.root.create(bin, 'broken', { kind: 'file', mode: 0o755, mtime: 0, content: binary('true') })
  expect(await box.run(['broken'])).toEqual({ stdout: '', stderr: 'broken: it broke\n', code: 1 })
})
