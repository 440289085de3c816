// `--default-ulimit`: limits of containers, as go-units reads them.
import type { Ulimit } from '../../engine/settings.ts'
import { fieldAt, integerAt, objectAt, stringAt } from './json-place.ts'
import { commas, type Kind } from './kind.ts'
import { cut, entriesOf } from './map-kinds.ts'
import { int } from './plain-kinds.ts'

const names = 'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(
  ' ',
)

/** `nofile=1024:2048` (go-units ParseUlimit). */
export const ulimits: Kind<Record<string, Ulimit>> = {
  type: 'ulimit',
  gathers: true,
  add(before = {}, text) {
    const limit = ulimitOf(text)
    return { ...before, [limit.Name]: limit }
  },
  decode: (value, at) =>
    entriesOf(value, at, 'map[string]*units.Ulimit', (one, place) => {
      const limit = objectAt(one ?? {}, place, 'units.Ulimit')
      const field = (key: string): ReturnType<typeof fieldAt> => fieldAt(limit, 'Ulimit', key, place)
      const [name, hard, soft] = [field('Name'), field('Hard'), field('Soft')]
      return {
        Name: stringAt(name.value, name.at),
        Hard: integerAt(hard.value, hard.at, 'int64'),
        Soft: integerAt(soft.value, soft.at, 'int64'),
      }
    }),
  show: (value) =>
    `[${Object.values(value)
      .map(({ Name, Soft, Hard }) => `${Name}=${Soft}:${Hard}`)
      .join(' ')}]`,
  split: commas,
}

function ulimitOf(text: string): Ulimit {
  const [name, values] = cut(text)
  if (values === undefined) throw new Error(`invalid ulimit argument: ${text}`)
  if (!names.includes(name)) throw new Error(`invalid ulimit type: ${name}`)
  const [softText = '', hardText = softText, ...more] = values.split(':')
  if (more.length > 0) {
    throw new Error(`too many limit value arguments - ${values}, can only have up to two, \`soft[:hard]\``)
  }
  const [hard, soft] = [int.add(undefined, hardText), int.add(undefined, softText)]
  const must = 'ulimit soft limit must be less than or equal to hard limit'
  if (hard !== -1 && soft === -1) throw new Error(`${must}: soft: -1 (unlimited), hard: ${hard}`)
  if (hard !== -1 && soft > hard) throw new Error(`${must}: ${soft} > ${hard}`)
  return { Name: name, Hard: hard, Soft: soft }
}
