// The table of options has all that dockerd has, and docs/flags.md tells the truth about it.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { flagsPage } from '../../scripts/flags.ts'
import { helpText } from '../../src/daemon/options/help.ts'
import { kindOf } from '../../src/daemon/options/kinds.ts'
import { allOptions, dockerdOptions, ownOptions } from '../../src/daemon/options/table.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** As `dockerd --help` lists them: `-D, --debug`, `--label list`. */
const listed = JSON.parse(read('../recordings/dockerd-flags.json')) as Readonly<Record<string, readonly string[]>>
const lists = Object.entries(listed)

test('docs/flags.md shows every option: if not, `npm run flags:docs`', () => {
  expect(read('../../docs/flags.md')).toBe(flagsPage())
})

test.each(lists)('every flag of dockerd %s is taken, with its letter', (_release, flags) => {
  const missing = flags.filter((line) => {
    const [, letter, name = ''] = /^(?:-(\w), )?--([\w-]+)/.exec(line) ?? []
    return dockerdOptions[name] === undefined || (letter !== undefined && dockerdOptions[name].short !== letter)
  })
  expect(missing).toEqual([])
})

test('flags are of the kinds that dockerd 28.5 has them of', () => {
  const kinds = listed['28.5.2']!.map((line) => {
    const [, name = '', type = ''] = /--([\w-]+)(?: (\S+))?$/.exec(line) ?? []
    return [name, type]
  })
  expect(kinds.map(([name]) => [name, kindOf(dockerdOptions[name!]!.kind).type])).toEqual(kinds)
})

test('hidden flags of dockerd are taken, too', () => {
  expect(dockerdOptions).toMatchObject({
    graph: { short: 'g' },
    restart: { short: 'r' },
    'network-diagnostic-port': {},
  })
})

test('no flag and no letter is given twice', () => {
  expect(Object.keys(allOptions)).toHaveLength(Object.keys(dockerdOptions).length + Object.keys(ownOptions).length)
  const letters = Object.values(allOptions).flatMap(({ short }) => short ?? [])
  expect(new Set(letters).size).toBe(letters.length)
})

test('every option of dockerd says what mockerd does with it', () => {
  expect(Object.entries(dockerdOptions).filter(([, { does }]) => does === undefined)).toEqual([])
})

describe('--help', () => {
  test('names every option that is not hidden', () => {
    const missing = Object.entries(allOptions).filter(
      ([flag, { hidden }]) => !hidden && !new RegExp(`--${flag}( |$)`, 'm').test(helpText()),
    )
    expect(missing).toEqual([])
  })
})
