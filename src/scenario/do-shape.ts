// What may stand behind `do`: the step that a rule takes, or several.
import { type Complain, either, list, type Path, type Shape } from '../codec/shape.ts'
import type { StepTable } from './active-rule.ts'
import type { DoSpec, StepSpec } from './language.ts'
import { didYouMean } from './nearest.ts'
import type { Place } from './place.ts'

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Any of the steps. */
export function doShape(steps: StepTable): Shape<DoSpec> {
  const one = stepShape(steps)
  return either<DoSpec>(list(one), one)
}

function stepShape(steps: StepTable): Shape<StepSpec> {
  return {
    name: 'a step',
    schema: {
      anyOf: [
        { enum: [...steps].filter(([, step]) => step.args.is(null)).map(([name]) => name) },
        ...[...steps].map(([name, { args, summary }]) => ({
          type: 'object',
          description: summary,
          properties: { [name]: args.schema },
          required: [name],
          additionalProperties: false,
        })),
      ],
    },
    is: (value) => typeof value === 'string' || typeof value === 'function' || isMap(value),
    check(value, path, complain) {
      if (typeof value === 'function') return
      if (typeof value === 'string') {
        checkStep(steps, { name: value, args: null }, path, complain)
        return
      }
      const [name, ...more] = isMap(value) ? Object.keys(value) : []
      if (name === undefined) complain(path, 'must name a step')
      else if (more.length > 0) complain(path, `must be one step, not ${more.length + 1}: make it a list`)
      else checkStep(steps, { name, args: (value as Record<string, unknown>)[name] }, [...path, name], complain, 'key')
    },
  }
}

function checkStep(
  steps: StepTable,
  { name, args }: { readonly name: string; readonly args: unknown },
  path: Path,
  complain: Complain,
  about?: 'key',
): void {
  const step = steps.get(name)
  if (!step) complain(path, unknownStep(name, [...steps.keys()]), about)
  else if (args === null && !step.args.is(null)) complain(path, `must have ${step.args.name} behind it`, about)
  else step.args.check(args, path, complain)
}

function unknownStep(name: string, names: readonly string[]): string {
  return `is no step: "${name}"${didYouMean(name, names) || `; there are ${names.join(', ')}`}`
}

/** Complains of steps that cannot stand at a place. */
export function checkPlaces(
  steps: StepTable,
  { steps: spec, place, where }: { readonly steps: DoSpec; readonly place: Place; readonly where: string },
  path: Path,
  complain: Complain,
): void {
  const isList = Array.isArray(spec)
  for (const [index, step] of (isList ? (spec as readonly StepSpec[]) : [spec as StepSpec]).entries()) {
    const name = typeof step === 'string' ? step : typeof step === 'function' ? 'call' : Object.keys(step)[0]!
    const known = steps.get(name)
    if (!known || known.places.includes(place)) continue
    const at = [...path, ...(isList ? [index] : []), ...(typeof step === 'object' ? [name] : [])]
    complain(at, `cannot stand ${where}`, typeof step === 'object' ? 'key' : undefined)
  }
}
