// package-lock.json is good for every machine, not only for the one that wrote it.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')
const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, Locked>> }

test('npm ci asks the registry of whoever runs it', () => {
  const bound = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)
  expect(bound.map(([path]) => `${path} is bound to a host`)).toEqual([])
})

test('npm ci finds the packages of all platforms in the lock', () => {
  const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !names.has(name))
      .map((name) => `${path} may need ${name}, which is not locked`),
  )
  expect(missing).toEqual([])
})
