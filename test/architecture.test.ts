// The house's plan, held against every import and every file of src/.
import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { cycles } from './architecture/cycles.ts'
import { floorOf, floors, heightOf, knots, lists, nouns, startsCommands, turnTakers } from './architecture/floors.ts'
import { type Import, parse, readSource, type SourceFile } from './architecture/source.ts'

const source = readSource()
const own = new Set(source.map(({ path }) => path))

const edges = (file: SourceFile): [Import, string][] =>
  file.imports.flatMap((one): [Import, string][] => (one.file === undefined ? [] : [[one, one.file]]))

test('every folder of src/ has a floor', () => {
  const homeless = source.map(({ path }) => floorOf(path)).filter((floor) => heightOf(floor) < 0)
  expect([...new Set(homeless)].map((folder) => `src/${folder} is on no floor: give it a place in the table`)).toEqual(
    [],
  )
})

test('CONTRIBUTING.md shows the floors as they are', () => {
  const guide = readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8')
  const shown = [...guide.matchAll(/^\| (\d) +\| ([^|]*)\|/gm)].map(([, height, names]) => [
    Number(height),
    [...names!.matchAll(/`([^`]*)`/g)].map(([, name]) => name!.replace('src/*.ts', 'doors')),
  ])
  expect(shown).toEqual(floors.map((row, height) => [height, row]).reverse())
})

test('a folder imports only what lies on lower floors', () => {
  const wrong = source.flatMap((file) => {
    const home = floorOf(file.path)
    return edges(file)
      .filter(([, target]) => {
        const floor = floorOf(target)
        return floor !== home && heightOf(floor) >= heightOf(home) && lists[file.path] !== floor
      })
      .map(([, target]) => `${file.path} imports ${target}, but ${floorOf(target)} is not below ${home}`)
  })
  expect(wrong).toEqual([])
})

test('a noun of the engine asks only nouns that come before it', () => {
  const nounOf = (path: string): string => path.split('/')[1]!
  const rank = (path: string): number => nouns.findIndex((row) => row.includes(nounOf(path)))
  const inEngine = source.filter(({ path }) => path.startsWith('engine/'))
  const unknown = inEngine.filter(({ path }) => rank(path) < 0)
  expect(unknown.map(({ path }) => `${path} has no place among the nouns of the engine`)).toEqual([])
  const wrong = inEngine.flatMap((file) =>
    edges(file)
      .filter(([, target]) => target.startsWith('engine/') && nounOf(target) !== nounOf(file.path))
      .filter(([, target]) => rank(target) > rank(file.path) || (rank(target) === rank(file.path) && rank(target) > 0))
      .map(([, target]) => `${file.path} asks ${target}, which comes after it`),
  )
  expect(wrong).toEqual([])
})

test('no files import each other in a circle, types included', () => {
  const groups = cycles(new Map(source.map((file) => [file.path, edges(file).map(([, target]) => target)])))
  const wrong = groups.filter((group) => !knots.some(({ where }) => group.every((path) => where.test(path))))
  expect(wrong.map((group) => `these import each other: ${group.join(', ')}`)).toEqual([])
})

test('every import of a file names a file that is there, with its .ts', () => {
  const wrong = source.flatMap((file) =>
    edges(file)
      .filter(([, target]) => !own.has(target) && !target.startsWith('gen/'))
      .map(([{ from }]) => `${file.path} imports ${from}, which is no file of src/`),
  )
  expect(wrong).toEqual([])
})

test('only packages that package.json promises are imported, and by the doors that need them', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const everywhere = Object.keys(manifest.dependencies)
  const wrong = source.flatMap((file) => {
    const name = basename(file.path, '.ts')
    const atThisDoor = file.path.includes('/')
      ? []
      : Object.keys(manifest.peerDependencies ?? {}).filter((one) => one === name)
    const allowed = [...everywhere, ...atThisDoor]
    return file.imports
      .filter(({ from, file: target }) => target === undefined && !from.startsWith('node:'))
      .filter(({ from }) => !allowed.some((one) => from === one || from.startsWith(`${one}/`)))
      .map(
        ({ from }) => `${file.path} imports ${from}${isBuiltin(from) ? ' without node:' : ', which is no dependency'}`,
      )
  })
  expect(wrong).toEqual([])
})

test.each([
  ['index.ts', ['vitest', 'msw']],
  ['mockerd.ts', ['vitest', 'msw']],
  ['jest.ts', ['vitest', 'msw']],
  ['vitest.ts', ['msw']],
  ['control.ts', ['vitest', 'msw', 'express', '@faker-js/faker', 'tar-stream', 'yaml']],
  ['msw.ts', ['vitest', 'express', '@faker-js/faker', 'tar-stream']],
])('whoever imports %s does not load %s', (door, banned) => {
  const reached = new Set([door])
  const packages = new Map<string, string>()
  for (const path of reached) {
    for (const one of source.find((file) => file.path === path)?.imports ?? []) {
      if (one.typeOnly || one.late) continue
      if (one.file === undefined) packages.set(one.from, path)
      else reached.add(one.file)
    }
  }
  const wrong = banned.filter((name) => packages.has(name))
  expect(wrong.map((name) => `${door} loads ${name} through ${packages.get(name)}`)).toEqual([])
})

test('time and chance are taken from the host only in world/', () => {
  const modules: Readonly<Record<string, RegExp>> = {
    'node:timers': /./,
    'node:timers/promises': /./,
    'node:perf_hooks': /./,
    'node:crypto': /^(random|webcrypto|getRandom)/,
    'node:process': /^(hrtime|uptime)$/,
  }
  const wrong = source
    .filter(({ path }) => !path.startsWith('world/'))
    .flatMap(({ path, hostNames, imports }) => [
      ...hostNames.map((use) => `${path}:${use} is the host's; ask the daemon's clock or random (src/world)`),
      ...imports
        .filter(({ from, names }) => names.some((name) => modules[from]?.test(name)))
        .filter(({ names }) => !(turnTakers.includes(path) && names.every((name) => name === 'setImmediate')))
        .map(({ from, names }) => `${path} takes ${names.join(', ')} from ${from}; that is for src/world`),
    ])
  expect(wrong).toEqual([])
})

test('the host is read only where an option or a door says so', () => {
  const modules = ['node:child_process', 'node:cluster', 'node:worker_threads', 'node:vm']
  const wrong = source.flatMap(({ path, imports }) =>
    imports
      .filter(({ from }) => modules.includes(from) && !(from === 'node:child_process' && startsCommands.includes(path)))
      .map(({ from }) => `${path} imports ${from}: no host process is started`),
  )
  expect(wrong).toEqual([])
})

test('every file says in its first line what it is', () => {
  const wrong = source.filter(({ lines }) => !/^\/\/ \S+ \S/.test(lines[lines[0]?.startsWith('#!') ? 1 : 0] ?? ''))
  expect(wrong.map(({ path }) => `src/${path} does not begin with a // sentence`)).toEqual([])
})

test('files are small: half of them up to 80 lines, 95 % up to 250, none over 400', () => {
  const sizes = source.map(({ path, lines }) => ({ path, size: lines.length })).sort((a, b) => a.size - b.size)
  const at = (share: number): number => sizes[Math.ceil(sizes.length * share) - 1]!.size
  expect(sizes.filter(({ size }) => size > 400).map(({ path, size }) => `${path} has ${size} lines`)).toEqual([])
  expect(at(0.5), 'the median of all files').toBeLessThanOrEqual(80)
  expect(at(0.95), 'the size that 95 % of all files do not exceed').toBeLessThanOrEqual(250)
})

test('names say what is inside: no utils, helpers, common, shared or types, and no index but the library', () => {
  const empty = /(^|\/)(utils?|helpers?|common|shared|types|misc)(\.ts|\/)/
  const wrong = source.filter(({ path }) => empty.test(path) || /\/index\.ts$/.test(path))
  expect(wrong.map(({ path }) => `src/${path} is called after nothing that is in it`)).toEqual([])
})

test('every difference that the code owns up to is in docs/differences.md', () => {
  const list = readFileSync(new URL('../docs/differences.md', import.meta.url), 'utf8')
  const wrong = source
    .filter(({ lines }) => lines.some((line) => line.includes('differs:')))
    .filter(({ path }) => !list.includes(`src/${path}`))
  expect(wrong.map(({ path }) => `src/${path} has a differs: that docs/differences.md does not list`)).toEqual([])
})

test('every file that docs/differences.md names has its differs: comment', () => {
  const list = readFileSync(new URL('../docs/differences.md', import.meta.url), 'utf8')
  const named = [...list.matchAll(/src\/([\w./-]+\.ts)/g)].map(([, path]) => path!)
  const wrong = named.filter(
    (path) => !source.some((file) => file.path === path && file.lines.some((line) => line.includes('differs:'))),
  )
  expect(wrong.map((path) => `docs/differences.md names src/${path}, which has no differs:`)).toEqual([])
})

test('what this test reads of a file is what is in it', () => {
  const text = [
    "import type { A } from '../world/clock.ts'",
    "import { type B, c as d } from './other.ts'",
    "export { e } from 'express'",
    "const late = () => import('./late.ts')",
    'const x = { Date: 1 }.Date + Math.random()',
    'type Y = { performance: number }',
    'const { Date: when } = globalThis, now = new Date()',
  ].join('\n')
  const { imports, hostNames } = parse('http/sample.ts', text)
  expect(imports.map(({ from, file, names, typeOnly, late }) => [from, file, names, typeOnly, late])).toEqual([
    ['../world/clock.ts', 'world/clock.ts', ['A'], true, false],
    ['./other.ts', 'http/other.ts', ['B', 'c'], false, false],
    ['express', undefined, ['e'], false, false],
    ['./late.ts', 'http/late.ts', [], false, true],
  ])
  expect(hostNames).toEqual(['5: Math.random', '7: Date', '7: Date'])
})
