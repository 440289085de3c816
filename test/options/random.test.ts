// Whatever stands on a command line, in the environment or in daemon.json: it is taken, or refused with a sentence.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { variableOf } from '../../src/daemon/options/environment.ts'
import { allOptions } from '../../src/daemon/options/table.ts'
import { parseOptions } from '../../src/daemon/options.ts'
import { seededRandom } from '../../src/world/random.ts'

const flags = Object.keys(allOptions)
const texts = [
  '',
  'x',
  '-',
  '--',
  '=',
  'a=b',
  'a=b=c',
  '-1',
  '10.0.0.0/8',
  'fe80::1%eth0',
  'tcp://[::1',
  '__proto__=x',
  '\ud800',
  ' ',
  '%',
]
const values = [
  null,
  true,
  0,
  1.5,
  'x',
  '',
  [],
  [null],
  [1],
  ['x'],
  {},
  { a: null },
  { a: { path: 1 } },
  [{ base: null }],
  [[]],
]

const random = seededRandom('options')
const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)]!

/** Its message, where there is one; mistakes of the program are none. */
function refusalOf(words: readonly string[], environment = {}): string {
  try {
    parseOptions(words, {}, environment)
    return ''
  } catch (error) {
    if ((error as object).constructor === TypeError) throw error
    return (error as Error).message
  }
}

test('2000 command lines and environments', () => {
  const refusals = Array.from({ length: 2000 }, () => {
    const words = Array.from({ length: 3 }, () => {
      const flag = pick(flags)
      const short = allOptions[flag]!.short ?? 'D'
      return pick([
        [`--${flag}`, pick(texts)],
        [`--${flag}=${pick(texts)}`],
        [`-${short}${pick(texts)}`],
        [pick(texts)],
      ])
    }).flat()
    return refusalOf(words, { [variableOf(pick(flags))]: pick(texts), MOCKERD_OPTS: pick(texts) })
  })
  expect(refusals.filter((refusal) => refusal !== '' && !/\w{2}/.test(refusal))).toEqual([])
  expect(new Set(refusals).size).toBeGreaterThan(300)
})

test('500 files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mockerd-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'daemon.json')
  const refusals = Array.from({ length: 500 }, () => {
    const flag = pick(flags)
    const { json } = allOptions[flag]!
    const config = {
      [typeof json === 'string' ? json : flag]: pick(values),
      mockerd: pick([{}, { [flag]: pick(values) }, pick(values)]),
    }
    writeFileSync(path, JSON.stringify(config))
    return refusalOf(['--config-file', path])
  })
  expect(
    refusals.filter(
      (refusal) => refusal !== '' && !refusal.startsWith('unable to configure the Docker daemon with file'),
    ),
  ).toEqual([])
  expect(new Set(refusals).size).toBeGreaterThan(100)
})
