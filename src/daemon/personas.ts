// The engines that a daemon can play.
import type { Persona } from '../engine/persona.ts'
import { engine20 } from './personas/20.10.ts'
import { engine20Debian } from './personas/20.10-debian.ts'
import { engine23 } from './personas/23.0.ts'
import { engine24 } from './personas/24.0.ts'
import { engine25 } from './personas/25.0.ts'
import { engine26 } from './personas/26.1.ts'
import { engine27 } from './personas/27.5.ts'
import { engine28 } from './personas/28.5.ts'
import { engine28Debian } from './personas/28.5-debian.ts'
import { engine290 } from './personas/29.0.ts'
import { engine293 } from './personas/29.3.ts'
import { podman5 } from './personas/podman-5.ts'

/** Docker's, oldest first, and Podman. */
export const personas: readonly Persona[] = [
  engine20,
  engine20Debian,
  engine23,
  engine24,
  engine25,
  engine26,
  engine27,
  engine28,
  engine28Debian,
  engine290,
  engine293,
  podman5,
]

/** What a daemon is that nobody told what to be. */
export const defaultPersona: Persona = engine28

/** The persona of that name; the default one without a name. Throws a RangeError that lists the names there are. */
export function personaNamed(name: string | undefined): Persona {
  const persona = name === undefined ? defaultPersona : personas.find((one) => one.name === name)
  if (persona) return persona
  throw new RangeError(`there is no engine '${name}': use one of ${personas.map((one) => one.name).join(', ')}`)
}
