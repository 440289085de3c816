// What a client may have meant who asked for something that is not there.
import type { Incoming } from '../../api/call.ts'
import { noFilters } from '../../api/filters.ts'
import { editDistance } from '../../codec/edit-distance.ts'
import type { Engine } from '../../engine/engine.ts'

/** The names of a noun, by the beginning of the path that names one of it. */
const families: readonly { readonly path: RegExp; readonly parameter: string; names(engine: Engine): string[] }[] = [
  { path: /^\/containers\//, parameter: 'id', names: (engine) => [...engine.containers.all()].map(({ name }) => name) },
  {
    path: /^\/images\//,
    parameter: 'name',
    names: (engine) =>
      engine.images.list({ all: false, filters: noFilters, sharedSize: false }).flatMap(({ RepoTags }) => RepoTags),
  },
  { path: /^\/volumes\//, parameter: 'name', names: (engine) => [...engine.volumes.all()].map(({ name }) => name) },
  { path: /^\/networks\//, parameter: 'id', names: (engine) => [...engine.networks.all()].map(({ name }) => name) },
]

/** A sentence, if there is something to say: `you called /containers/abc/start; the closest name is abd`. */
export function hintFor(engine: Engine, { url, path }: Incoming, status: number): string | undefined {
  if (status !== 404) return undefined
  const called = url.replace(/^\/v\d+\.\d+(?=\/)/, '').replace(/\?.*/s, '')
  const family = families.find((one) => one.path.test(called))
  const given = family && path[family.parameter]
  if (!family || !given) return undefined
  const names = family.names(engine)
  if (names.length === 0) return `you called ${called}; there is nothing of that kind`
  const closest = names.reduce((best, name) => (editDistance(name, given) < editDistance(best, given) ? name : best))
  return `you called ${called}; the closest name is ${closest}`
}
