// docker run -it: a terminal with prompt, echo, ^C, ^D and job control.
import { expect, test } from 'vitest'
import { Container, dockerRun } from './container.ts'

function terminal(argv: readonly string[] = ['sh']) {
  const box = new Container()
  return { box, run: box.start(argv, { tty: true }) }
}

/** busybox asks where the cursor is as long as nobody types. */
const PROMPT = '/ # \x1b[6n'

test('a shell prompts, echoes what is typed, and ends with exit', async () => {
  const { run } = terminal()
  await run.prints('/ # ')
  run.type('echo hi\r')
  await run.prints(`${PROMPT}echo hi\r\nhi\r\n/ # `)
  run.type('cd /tmp\r')
  await run.prints('/tmp # ')
  run.type('exit 5\r')
  expect(await run.exited).toEqual({ code: 5 })
})

test('^D at the prompt ends the shell', async () => {
  const { run } = terminal()
  await run.prints('/ # ')
  run.type('false\r')
  await run.prints(/false\r\n\/ # \x1b\[6n$/)
  run.type('\x04')
  expect(await run.exited).toEqual({ code: 1 })
})

test('^C ends the command in front, not the shell', async () => {
  const { box, run } = terminal()
  await run.prints('/ # ')
  run.type('sleep 1000\r')
  while (!box.machine.processes().some(({ argv }) => argv[0] === 'sleep'))
    await new Promise((done) => setImmediate(done))
  run.type('\x03')
  await run.prints('^C\r\n/ # ')
  run.type('echo $?\r')
  await run.prints('130\r\n')
  run.type('exit\r')
  await run.exited
})

test('^C at the prompt throws the line away', async () => {
  const { run } = terminal()
  await run.prints('/ # ')
  run.type('echo nev')
  run.type('\x03')
  await run.prints(`${PROMPT}echo nev^C\r\n/ # `)
  run.type('echo $?\r')
  await run.prints('130\r\n')
})

test('^C ends a plain command that is PID 1 only if it has not the default handler, as in a real container', async () => {
  const { run, box } = terminal(['sleep', '1000'])
  run.type('\x03')
  await run.prints('^C')
  expect(box.machine.processes()).toHaveLength(1)
  run.task.signal(9)
  await run.exited
})

test('erase takes back the last letter, also one of several bytes', async () => {
  const { run } = terminal(['cat'])
  run.type('abx\x7f\r')
  await run.prints('abx\b \b\r\nab\r\n')
  run.type('ü\x7fy\r')
  await run.prints('\r\ny\r\n')
  run.type('\x04')
  expect(await run.exited).toEqual({ code: 0 })
})

test('an unfinished command is asked for with PS2', async () => {
  const { run } = terminal()
  await run.prints('/ # ')
  run.type('for i in a b\r')
  await run.prints('> ')
  run.type('do echo "$i"; done\r')
  await run.prints('a\r\nb\r\n/ # ')
})

test('^Z stops a command and fg goes on with it', async () => {
  const { box, run } = terminal()
  await run.prints('/ # ')
  run.type('cat\r')
  while (!box.machine.processes().some(({ argv }) => argv[0] === 'cat')) await new Promise((done) => setImmediate(done))
  run.type('\x1a')
  await run.prints('Stopped')
  await run.prints(/Stopped.*\r\n\/ # \x1b\[6n$/)
  run.type('jobs\r')
  await run.prints(/jobs\r\n\[1\]\+ {2}Stopped +cat\r\n\/ # \x1b\[6n$/)
  run.type('fg\r')
  await run.prints('fg\r\ncat\r\n')
  run.type('again\r')
  await run.prints('again\r\nagain\r\n')
  run.type('\x04')
  await run.prints(/again\r\n\/ # \x1b\[6n$/)
})

test('a background job of a prompt is told of when it is done', async () => {
  const { run } = terminal()
  await run.prints('/ # ')
  run.type('true &\r')
  await run.prints(/true &\r\n.*\/ # \x1b\[6n$/s)
  run.type('wait; echo waited\r')
  await run.prints('waited\r\n')
})

test('a new size reaches the program as SIGWINCH', async () => {
  const { run } = terminal([
    'sh',
    '-c',
    'trap "echo changed; exit" WINCH; echo ready; while :; do sleep 1 & wait; done',
  ])
  await run.prints('ready')
  run.task.resize(50, 132)
  await run.prints('changed')
  expect(await run.exited).toEqual({ code: 0 })
})

test('what programs print ends its lines with return and newline', async () => {
  const { run } = terminal(['echo', 'hi'])
  await run.exited
  expect(run.stdout).toBe('hi\r\n')
})

test('read -s does not show what is typed', async () => {
  const { run } = terminal(['sh', '-c', 'read -s -p "Password: " x; echo; echo "[$x]"'])
  await run.prints('Password: ')
  run.type('secret\r')
  await run.exited
  expect(run.stdout).toBe('Password: \r\n[secret]\r\n')
})

test('a shell error at the prompt ends only its command', async () => {
  const { run } = terminal()
  await run.prints('/ # ')
  run.type(`echo $\{x?gone}\r`)
  await run.prints('sh: x: gone\r\n/ # ')
  run.type('if fi\r')
  await run.prints('syntax error: unexpected "fi"')
  run.type('echo alive\r')
  await run.prints('alive\r\n/ # ')
})

test('stty -a shows the settings of a terminal and complains where there is none', async () => {
  const { stdout } = await dockerRun(
    ['sh', '-c', 'stty rows 24 cols 80; stty -echo; stty -a | head -n 1; stty -a | grep -o -e "-echo "'],
    {
      tty: true,
    },
  )
  expect(stdout).toBe('speed 38400 baud; rows 24; columns 80; line = 0;\r\n-echo \r\n')
  expect((await dockerRun(['stty', '-a'])).stderr).toBe('stty: standard input: Inappropriate ioctl for device\n')
})
