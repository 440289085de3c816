// What a container may do to the daemon that runs it: it ends in the container's own limits, and others go on meanwhile.
import { expect, test } from 'vitest'
import { Container } from './container.ts'

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** Runs a script for some turns of the event loop, asks what else is asked of the machine, and kills it. */
async function killed(shell: string, script: string, limits = {}): Promise<number> {
  const box = new Container({ limits })
  const run = box.start([shell, '-c', script], { output: () => undefined })
  for (let turns = 0; turns < 10; turns++) await turn()
  run.task.signal(9)
  const { code } = await run.exited
  expect(box.machine.processes()).toEqual([])
  return code
}

const as = 'a'.repeat(60)

test.for([
  ['a busy loop', 'sh', 'while :; do :; done'],
  ['a fork bomb', 'sh', 'b(){ b|b& };b; while :; do sleep 1; done'],
  ['a bomb of subshells', 'sh', 'b() { b & b & wait; }; while :; do b; done'],
  ['a function that calls itself in a loop', 'sh', 'while :; do sh -c "f() { f; }; f"; done'],
  ['nested substitutions', 'sh', 'f() { x=$(f); }; while :; do f; done'],
  ['a variable that doubles', 'sh', 'while :; do (x=0123456789abcdef; while :; do x=$x$x; done); done'],
  ['parameters that double', 'sh', 'while :; do (set -- x; while :; do set -- "$@" "$@"; done); done'],
  ['braces that stand for too many words', 'bash', 'while :; do (: {1..99999}{1..99999}); done'],
  ['a sort of zeros', 'sh', 'while :; do sort </dev/zero; done'],
  ['an awk string that doubles', 'sh', "while :; do awk 'BEGIN { x = 1; while (1) x = x x }'; done"],
  ['an awk text that grows', 'sh', `while :; do echo x | awk '{ while (1) gsub(/x/, "xx") }'; done`],
  ['a sed text that grows', 'sh', 'while :; do echo x | sed ":a;s/x/xx/g;ta"; done'],
  ['a bad expression of grep', 'sh', `while :; do echo ${as} | grep -E "^(a+)+$|(a|aa)+b"; done`],
  ['back references', 'sh', `while :; do expr ${as} : "\\(a*\\)*\\(a*\\)*\\1b"; done`],
  ['a bad expression of bash', 'bash', `while :; do [[ ${as} =~ ^(a+)+b ]]; done`],
  ['yes', 'sh', 'yes'],
  ['cat /dev/zero', 'sh', 'cat /dev/zero'],
  ['zeros through a pipe', 'sh', 'cat /dev/zero | cat >/dev/null'],
  ['a storm of programs', 'sh', 'while :; do /bin/true; done'],
  ['a storm of signals', 'sh', 'trap : USR1; while :; do kill -USR1 $$; done'],
  ['connections without end', 'sh', 'nc -lk -p 9 -e cat & while :; do echo x | nc 127.0.0.1 9; done'],
] as const)('%s leaves the host its turns and is killed at once', async ([, shell, script]) => {
  expect(await killed(shell, script)).toBe(137)
})

test('one container with very many processes does not hold up another one', async () => {
  const bomb = new Container()
  bomb.start(['sh', '-c', 'i=0; while [ $i -lt 300 ]; do i=$((i+1)); (while :; do :; done) & done; wait'])
  for (let turns = 0; turns < 10; turns++) await turn()
  const { stdout } = await new Container().sh('i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done; echo $i')
  expect(stdout).toBe('2000\n')
  bomb.machine.destroy()
})

test('--pids-limit: the shell whose fork goes beyond it ends with 2', async () => {
  const box = new Container({ limits: { pids: 3 } })
  const script = 'sleep 1000 & sleep 1000 & sh -c "echo no" || echo $?; echo end'
  expect(await box.sh(script)).toEqual({
    stdout: '',
    stderr: "sh: can't fork: Resource temporarily unavailable\n",
    code: 2,
  })
  // they ended with it
  expect(await box.sh('sh -c "echo again"; true')).toMatchObject({ stdout: 'again\n', code: 0 })
})

test('parameters and braces that take more memory than there is end the process, not the others', async () => {
  const limits = { memory: 8 * 1024 * 1024 }
  const grow = await new Container({ limits }).sh('(set -- x; while :; do set -- "$@" "$@"; done); echo $?')
  expect(grow.stdout).toBe('137\n')
  const braces = await new Container({ limits }).run(['bash', '-c', '(: {1..99999}{1..99999}); echo $?'])
  expect(braces.stdout).toBe('137\n')
})

test('awk gives up a text that grows for ever', async () => {
  const box = new Container()
  const awk = await box.sh(`echo x | awk '{ while (1) gsub(/x/, "xx") }'`)
  expect(awk).toMatchObject({ code: 1, stderr: 'awk: out of memory\n' })
})

test('large values of variables count as memory of their processes, and are given back', async () => {
  const box = new Container({ limits: { memory: 8 * 1024 * 1024 } })
  const million = 'x=$(head -c 1000000 /dev/zero | tr "\\0" a)'
  const numbers = '1 2 3 4 5 6 7 8 9 10'
  const kept = await box.sh(`${million}; (for i in ${numbers}; do eval "x$i=\\$x"; done); echo $?`)
  expect(kept.stdout).toBe('137\n')
  const freed = await box.sh(
    `for i in ${numbers}; do ${million}; unset x; done; for i in ${numbers}; do ${million}; done; echo end`,
  )
  expect(freed.stdout).toBe('end\n')
})
