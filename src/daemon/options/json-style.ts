// How the engine that was asked for complains about JSON.
import type { ComplaintStyle } from '../../engine/persona.ts'
import { defaultPersona, personas } from '../personas.ts'

/** That of the default engine for one that there is not, which is refused later. */
export function complaintStyle(engine: unknown): ComplaintStyle {
  return (personas.find(({ name }) => name === engine) ?? defaultPersona).json.style
}

/** Releases that were made ready for Go 1.27 say first what is wrong. */
export const jsonPrefix = (style: ComplaintStyle): string => (style === 'path' ? 'invalid JSON: ' : '')
