// The engines that a daemon can play.
import type { Persona } from '../engine/persona.ts'
import { engine20 } from './personas/20.10.ts'
import { engine28 } from './personas/28.5.ts'
import { engine28Debian } from './personas/28.5-debian.ts'

export const personas: readonly Persona[] = [engine28, engine28Debian, engine20]

/** The persona of that name; the first without one. Throws a RangeError that lists the names there are. */
export function personaNamed(name: string | undefined): Persona {
  const persona = personas.find((one) => name === undefined || one.name === name)
  if (persona) return persona
  throw new RangeError(`there is no engine '${name}': use one of ${personas.map((one) => one.name).join(', ')}`)
}
