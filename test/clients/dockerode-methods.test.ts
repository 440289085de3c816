// dockerode's whole published API, method by method. What nobody exercises fails here.
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test as plain, vi } from 'vitest'
import { test } from '../fixture.ts'
import { containerStreams } from './dockerode/container-streams.ts'
import { containers } from './dockerode/containers.ts'
import type { Exercises } from './dockerode/exercise.ts'
import { images } from './dockerode/images.ts'
import { networks, volumes } from './dockerode/networks.ts'
import { swarm } from './dockerode/swarm.ts'
import { builds, plugins, system } from './dockerode/system.ts'

const groups = [containers, containerStreams, images, networks, volumes, system, builds, plugins, swarm]
const exercises: Exercises = Object.assign({}, ...groups)

const require = createRequire(import.meta.url)
const library = dirname(require.resolve('dockerode'))

type Methods = Record<string, (...given: unknown[]) => unknown>

/** The prototypes of dockerode's classes, one to a file. */
const classes = new Map<string, Methods>(
  readdirSync(library)
    .filter((file) => file.endsWith('.js'))
    .map((file) => [file.replace('.js', ''), require(join(library, file)).prototype as Methods | undefined] as const)
    .filter((entry): entry is [string, Methods] => Object.keys(entry[1] ?? {}).length > 0)
    .map(([name, methods]) => [name[0]!.toUpperCase() + name.slice(1), methods]),
)

plain('every method of every class of dockerode is exercised once', () => {
  const published = [...classes].flatMap(([name, methods]) => Object.keys(methods).map((method) => `${name}.${method}`))
  expect(Object.keys(exercises).sort()).toEqual(published.sort())
  expect(groups.flatMap((group) => Object.keys(group))).toHaveLength(published.length)
})

const titled = Object.entries(exercises).map(([name, [does, show]]) => [`${name} ${does}`, name, show] as const)

test.for(titled)('%s', async ([, name, show], { docker }) => {
  const [className = '', method = ''] = name.split('.')
  using spy = vi.spyOn(classes.get(className)!, method)
  await show(docker)
  expect(spy).toHaveBeenCalled()
})
