// Makes a container and brings it into the state that it is to be in, by ways that a real one can go.
import { Buffer } from 'node:buffer'
import type { Container } from '../../engine/containers/container.ts'
import { isUp } from '../../engine/containers/state.ts'
import type { Engine } from '../../engine/engine.ts'
import type { GivenState } from '../../scenario/language.ts'
import { settle } from '../../world/turns.ts'
import { ask } from './asking.ts'
import { createBody, healthOf } from './create-body.ts'
import type { Wanted } from './specs.ts'
import { pull } from './things.ts'

/** How often one that restarts has ended in the same way before: it waits for a minute now. */
const ENDED_BEFORE = 10

/** Of what a container has printed that ended although it is to be up. */
const LAST_LINES = 5

export interface Brought {
  readonly container: Container
  readonly state: GivenState
}

/** Makes it, and its image if that is not there. Rejects with an Error that names it, and then leaves no container behind. */
export async function bringThere(engine: Engine, given: Wanted): Promise<Brought> {
  const { name = '', running = true, state = running ? 'running' : 'created' } = given
  const thing = name === '' ? `container of ${given.image}` : `container ${name}`
  refuseContradiction(thing, given, state)
  await pull(engine, given.image)
  const body = createBody(given, Boolean(engine.images.find(given.image).config.config?.Healthcheck))
  const created = await ask(engine, thing, 'ContainerCreate', { query: { name }, body })
  const { Id: id } = created as { readonly Id: string }
  const container = engine.containers.find(id)
  try {
    await bringInto(engine, container, state, given, thing)
  } catch (error) {
    await takeAway(engine, [{ container }])
    throw error
  }
  return { container, state }
}

async function bringInto(
  engine: Engine,
  container: Container,
  state: GivenState,
  given: Wanted,
  thing: string,
): Promise<void> {
  const { id } = container
  const { exitCode } = given
  const { mishaps } = engine.containers
  if (state === 'dead') await mishaps.die(container, true)
  else if (state !== 'created') {
    await ask(engine, thing, 'ContainerStart', { path: { id } })
    await print(engine, container, given)
  }
  if (given.health !== undefined) mishaps.setHealth(container, healthOf(given.health))
  if (state === 'paused') await ask(engine, thing, 'ContainerPause', { path: { id } })
  if (state === 'exited') {
    // what its command does is its own affair, unless it is said how it ended
    if (exitCode === undefined) await settle()
    if (isUp(container.state)) await end(container, () => mishaps.end(container, { code: exitCode ?? 0 }))
  }
  if (state === 'restarting') {
    await end(container, () => mishaps.endAgain(container, { code: exitCode ?? 1 }, ENDED_BEFORE))
    mishaps.loop(container, exitCode ?? 1, 0)
  }
}

/** For what can only be there as a whole. */
export async function takeAway(engine: Engine, all: readonly Pick<Brought, 'container'>[]): Promise<void> {
  for (const { container } of all) {
    const { id, name } = container
    await ask(engine, `container ${name}`, 'ContainerDelete', { path: { id }, query: { force: '1' } })
  }
}

/** Rejects with an Error when one that is to be up did not go on, and then takes all of them away. */
export async function refuseWhatEnded(engine: Engine, all: readonly Brought[]): Promise<void> {
  const wanted = all.filter(({ state }) => state === 'running' || state === 'paused')
  if (wanted.length === 0) return
  await settle()
  for (const { container, state } of wanted) {
    const { name, state: is } = container
    if (is.status === state) continue
    const { exitCode } = is
    const last = lastWords(container)
    await takeAway(engine, all)
    throw new Error(
      `container ${name} cannot be ${state}: its command ended with ${exitCode}; give it one that goes on, as sleep infinity${last}`,
    )
  }
}

/** Why it ended, if it says so. */
function lastWords({ log }: Container): string {
  const last = log.all().slice(-LAST_LINES)
  if (last.length === 0) return ''
  return `. It has printed:\n${last.map(({ bytes }) => Buffer.from(bytes).toString()).join('')}`.trimEnd()
}

function refuseContradiction(thing: string, given: Wanted, state: GivenState): void {
  const { health, logs, exitCode, running } = given
  const refuse = (sentence: string): never => {
    throw new Error(`${thing} cannot be made: ${sentence}`)
  }
  if (running !== undefined && running !== !['created', 'exited', 'dead'].includes(state))
    refuse(`it cannot be ${state} with "running": ${running}`)
  if (health !== undefined && state !== 'running') refuse(`it has no health while it is ${state}`)
  if (logs !== undefined && ['created', 'dead'].includes(state)) refuse(`it has printed nothing when it is ${state}`)
  if (exitCode !== undefined && !['exited', 'restarting'].includes(state)) {
    refuse(`it has no exit code while it is ${state}`)
  }
}

async function print(engine: Engine, container: Container, { logs = [] }: Wanted): Promise<void> {
  for (const line of logs) {
    const { stream = 'stdout', text } = typeof line === 'string' ? { text: line } : line
    await engine.containers.mishaps.print(container, stream === 'stdout' ? 1 : 2, new TextEncoder().encode(`${text}\n`))
  }
}

/** Resolves when what ends it has ended it. */
async function end(container: Container, ending: () => void): Promise<void> {
  const ended = new Promise<void>((resolve) => container.waiters.add('next-exit', () => resolve()))
  ending()
  await ended
}
