// What the specs of builders must be like: the words of `given` in scenarios, where builders have none of their own.
import { anything, described, either, list, map, mistake, number, record, type Shape, text } from '../../codec/shape.ts'
import { containerFields } from '../../scenario/given-shape.ts'
import type { ContainerSpec, FleetSpec } from './specs.ts'

const { name, image, command, environment: _, running: __, ...rest } = containerFields

export const containerSpec: Shape<ContainerSpec> = record<ContainerSpec>({
  name,
  image,
  cmd: command,
  env: map(either<string | number>(text, number)),
  ...rest,
})

export const fleetSpec: Shape<FleetSpec> = record<FleetSpec>({
  mix: anything as Shape<NonNullable<FleetSpec['mix']>>,
  images: described(list(text), 'References.'),
  labels: anything as Shape<NonNullable<FleetSpec['labels']>>,
  name: anything as Shape<NonNullable<FleetSpec['name']>>,
  seed: text,
})

/** Throws an Error that names the thing, and what of its spec cannot be. */
export function checkSpec<Spec>(thing: string, shape: Shape<Spec>, spec: unknown): void {
  shape.check(spec, [], (path, sentence) => {
    throw new Error(`${thing} cannot be made: ${mistake(path, sentence)}`)
  })
}
