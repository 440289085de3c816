// Puts many containers there at once: a few projects with their services, as docker compose names them.
import { createHash } from 'node:crypto'
import { base, en, Faker } from '@faker-js/faker'
import type { Engine } from '../../engine/engine.ts'
import type { GivenState } from '../../scenario/language.ts'
import { bring, built } from './build-container.ts'
import { type Brought, refuseWhatEnded, takeAway } from './container.ts'
import { checkSpec, fleetSpec } from './spec-shapes.ts'
import type { BuiltContainer, ContainerSpec, FleetSpec } from './specs.ts'

/** How many containers a project has, and how many images a fleet. */
const PROJECT = 20
const IMAGES = 8

/** Exit codes of those that have ended: most of them well. */
const endings = [0, 0, 0, 0, 1, 2, 137, 143]
const services = 'api auth billing gateway mailer reports scheduler search web worker'.split(' ')

/** Rejects with an Error for what can be no fleet, and then leaves nothing of it behind. */
export async function makeFleet(
  engine: Engine,
  size: number,
  spec: FleetSpec = {},
): Promise<readonly BuiltContainer[]> {
  if (!Number.isInteger(size) || size < 0) throw new Error(`a fleet cannot have ${size} containers`)
  checkSpec('a fleet', fleetSpec, spec)
  if (spec.images?.length === 0) throw new Error('a fleet cannot be made: images must have at least one')
  const seed = createHash('sha256')
    .update(spec.seed ?? 'fleet')
    .digest()
    .readUInt32BE(0)
  const faker = new Faker({ locale: [en, base], seed })
  const states = faker.helpers.shuffle(shares(spec.mix ?? { running: 1 }, size))
  const member = memberOf(faker, spec)
  const brought: Brought[] = []
  try {
    for (const [index, state] of states.entries()) brought.push(await bring(engine, member(index, state)))
  } catch (error) {
    await takeAway(engine, brought)
    throw error
  }
  await refuseWhatEnded(engine, brought)
  return brought.map(built)
}

/** As many of each state as its share says, to a whole: what is left over goes to those that lack most. */
function shares(mix: NonNullable<FleetSpec['mix']>, size: number): GivenState[] {
  const entries = Object.entries(mix) as [GivenState, number][]
  const whole = entries.reduce((sum, [, share]) => sum + share, 0)
  if (!entries.every(([, share]) => share >= 0) || !(whole > 0 && whole < Infinity)) {
    throw new Error(`a fleet cannot be mixed of ${JSON.stringify(mix)}: use shares, as { running: 0.6, exited: 0.4 }`)
  }
  const exact = entries.map(([state, share]) => ({ state, count: (share / whole) * size }))
  const counts = new Map(exact.map(({ state, count }) => [state, Math.floor(count)]))
  const rest = size - [...counts.values()].reduce((sum, count) => sum + count, 0)
  const lacking = exact.toSorted((a, b) => (b.count % 1) - (a.count % 1))
  for (const { state } of lacking.slice(0, rest)) counts.set(state, counts.get(state)! + 1)
  return [...counts].flatMap(([state, count]) => Array<GivenState>(count).fill(state))
}

function memberOf(faker: Faker, spec: FleetSpec): (index: number, state: GivenState) => ContainerSpec {
  const owner = wordOf(faker.company.name().split(/\W/)[0]!)
  const made = faker.helpers
    .arrayElements(services, IMAGES)
    .map((service) => `${owner}/${service}:${faker.system.semver()}`)
  const images = spec.images ?? made
  const numbers = new Map<string, number>()
  let project = ''
  return (index, state) => {
    if (index % PROJECT === 0) project = wordOf(`${faker.word.adjective()}-${faker.word.noun()}`)
    const image = faker.helpers.arrayElement(images)
    const service = image.replace(/^.*\//, '').replace(/[:@].*$/, '')
    const number = (numbers.get(`${project}-${service}`) ?? 0) + 1
    numbers.set(`${project}-${service}`, number)
    const own = typeof spec.labels === 'function' ? spec.labels(index) : spec.labels
    const started = state !== 'created' && state !== 'dead'
    return {
      name: spec.name?.(index) ?? `${project}-${service}-${number}`,
      image,
      state,
      labels: {
        'com.docker.compose.project': project,
        'com.docker.compose.service': service,
        'com.docker.compose.container-number': String(number),
        ...own,
      },
      ...(started && { logs: [faker.hacker.phrase(), faker.hacker.phrase()] }),
      ...(state === 'exited' && { exitCode: faker.helpers.arrayElement(endings) }),
    }
  }
}

const wordOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-')
