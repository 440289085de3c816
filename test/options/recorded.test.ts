// What dockerd 28.5.2 says of command lines and daemon.json files (test/recordings/options.json), said by mockerd.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseOptions } from '../../src/daemon/options.ts'
import { cases } from './cases.ts'
import type { RecordedCase } from './record.ts'

const recorded = JSON.parse(
  readFileSync(new URL('../recordings/options.json', import.meta.url), 'utf8'),
) as readonly RecordedCase[]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mockerd-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** As the command prints it; Debian's dockerd was asked, on a host with control groups of version 1. */
function saidOf(args: readonly string[]): string {
  try {
    const { notices } = parseOptions(args, {}, { MOCKERD_CGROUP_VERSION: '1', MOCKERD_ENGINE: '28.5-debian' })
    const told = notices.filter((notice) => !notice.includes('is not simulated'))
    return [...told, 'configuration OK', ''].join('\n')
  } catch (error) {
    return `${(error as Error).message}\n`
  }
}

test('dockerd was asked about every case', () => {
  expect(recorded.map(({ args, file, hex }) => ({ args, file, hex }))).toEqual(
    cases.map(({ args, file, hex }) => ({ args, file, hex })),
  )
})

describe('dockerd says it so', () => {
  const named = recorded.map((one, index) => [index, one.file ?? one.hex ?? '', one.args.join(' '), one] as const)

  test.for(named)('%i: %s %s', async ([index, , , { args, file, hex, says, exitCode }]) => {
    const path = join(folder, `${index}.json`)
    const isNamed = file !== undefined || hex !== undefined
    if (isNamed) await writeFile(path, hex === undefined ? file! : Buffer.from(hex, 'hex'))
    const said = saidOf(isNamed ? ['--config-file', path, ...args] : args)
    // what it tells of a flag on its way out comes before a refusal, too
    const deprecations = says.match(/^Flag .*\n(?!configuration)/)?.[0] ?? ''
    expect(said.replaceAll(path, 'daemon.json').replaceAll('mockerd', 'dockerd')).toBe(says.slice(deprecations.length))
    expect(exitCode).toBe(said.endsWith('configuration OK\n') ? 0 : 1)
  })
})
