// The line at a prompt, as busybox's ash draws it on a terminal (recorded from busybox 1.35 in a container).
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Container, type Run } from './container.ts'

type Recording = Readonly<Record<string, readonly (readonly [typed: string, shown: string])[]>>

const recording = JSON.parse(
  readFileSync(new URL('../recordings/line-editing.json', import.meta.url), 'utf8'),
) as Recording

function shell(argv: readonly string[] = ['sh']): Run {
  const run = new Container().start(argv, { tty: true })
  run.task.resize(24, 80)
  return run
}

test.each(Object.entries(recording))('a line is drawn as a real one: %s', async (_, keys) => {
  const run = shell()
  let expected = '/ # \x1b[6n'
  await run.prints(expected)
  for (const [typed, shown] of keys) {
    run.type(typed)
    expected += shown.replace('<EOF>', '')
    await run.prints(expected)
    expect(run.stdout).toBe(expected)
  }
})

test('^R finds older lines, and any other key takes what it has found', async () => {
  const run = shell()
  await run.prints('/ # \x1b[6n')
  for (const line of ['echo one', 'echo two', 'true']) {
    run.type(`${line}\r`)
    await run.prints(new RegExp(`${line}\\r\\n[^]*/ # \\x1b\\[6n$`))
  }
  run.type('\x12')
  await run.prints("\r(reverse-i-search)'': \x1b[J")
  run.type('e')
  await run.prints("\r(reverse-i-search)'e': true\x1b[J\b")
  run.type('c')
  await run.prints("\r(reverse-i-search)'ec': echo two\x1b[J\x1b[8D")
  run.type('\x12')
  await run.prints("\r(reverse-i-search)'ec': echo one\x1b[J\x1b[8D")
  run.type('\r')
  await run.prints('\r/ # echo one\x1b[J\x1b[8Decho one\r\none\r\n')
})

test('what is typed while a command runs is for the next line', async () => {
  const run = shell()
  await run.prints('/ # \x1b[6n')
  run.type('read line\r')
  await run.prints('read line\r\n')
  run.type('one\recho "[$line]" tw')
  await run.prints('/ # echo "[$line]" tw')
  run.type('o\r')
  await run.prints('[one] two\r\n/ # \x1b[6n')
})

test('history tells what was typed, but empty lines and repetitions', async () => {
  const run = shell()
  await run.prints('/ # \x1b[6n')
  run.type('true\r\rtrue\rhistory\r')
  await run.prints('   0 true\r\n   1 history\r\n')
})

test('dash leaves its lines to the terminal', async () => {
  const run = shell(['dash', '-i'])
  await run.prints('# ')
  run.type('echo a\x1b[Db\r')
  await run.prints('echo a^[[Db\r\n')
})
