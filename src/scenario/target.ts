// Which container a step means, and what is said where it cannot be done.
import { described, either, type Fields, record, type Shape, text } from '../codec/shape.ts'
import type { Container } from '../engine/containers/container.ts'
import type { Mishaps } from '../engine/containers/mishaps.ts'
import { Refusal, unsupported } from '../world/refusal.ts'
import { type Nothing, orNothing } from './arguments.ts'
import type { Moment } from './moment.ts'

export interface OfContainer {
  /** A name or an id; the one that the call or the event is about if left out. */
  readonly container?: string | undefined
}

export const containerField: Shape<string> = described(
  text,
  'Name or id; the container that the call or the event is about if left out.',
)

/** Nothing, the container alone, or a map of it and more. */
export type Named<T extends OfContainer> = Nothing | string | T

export const named = <T extends OfContainer>(more: Fields<Omit<T, 'container'>>): Shape<Named<T>> =>
  orNothing(
    either<string | T>(containerField, record<T>({ container: containerField, ...more } as unknown as Fields<T>)),
  )

export const fieldsOf = <T extends OfContainer>(args: Named<T>): T =>
  (typeof args === 'string' ? { container: args } : (args ?? {})) as T

/** `the container web`, for explanations */
export const theContainer = (name: string | undefined): string =>
  name === undefined ? 'the container' : `container ${name}`

/** Why a step cannot do what it is to do: the client of the call, or whoever runs the daemon, is told so. */
export const impossible = (moment: Moment, sentence: string): Refusal =>
  unsupported(`rule "${moment.rule}": ${sentence}`)

/** Does something to the container that is meant, and notes what: the end of a sentence. Refuses with one sentence. */
export async function onContainer(
  moment: Moment,
  name: string | undefined,
  act: (container: Container, mishaps: Mishaps) => unknown,
  done: string,
): Promise<void> {
  const reference = name ?? moment.container
  if (reference === undefined) throw impossible(moment, 'names no container, and acts on nothing that is about one')
  const { containers } = moment.engine
  try {
    const container = containers.find(reference)
    await act(container, containers.mishaps)
    moment.tell(`container ${container.name} ${done}`)
  } catch (error) {
    throw error instanceof Refusal ? impossible(moment, error.message) : error
  }
}
