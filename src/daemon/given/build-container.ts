// Puts one container there, as a test wants it.
import { mistake } from '../../codec/shape.ts'
import type { Engine } from '../../engine/engine.ts'
import { containerShape } from '../../scenario/given-shape.ts'
import { type Brought, bringThere, refuseWhatEnded } from './container.ts'
import type { BuiltContainer, ContainerSpec } from './specs.ts'

/** Rejects with an Error when it cannot be, or ends although it is to be up. */
export async function buildContainer(engine: Engine, spec: ContainerSpec = {}): Promise<BuiltContainer> {
  const brought = await bring(engine, spec)
  await refuseWhatEnded(engine, [brought])
  return built(brought)
}

/** The same without looking whether it goes on. */
export async function bring(engine: Engine, { cmd, env, ...rest }: ContainerSpec): Promise<Brought> {
  const given = {
    image: 'alpine',
    state: 'running' as const,
    ...rest,
    ...(cmd !== undefined && { command: cmd }),
    ...(env && { environment: env }),
  }
  containerShape.check({ name: 'x', ...given }, [], (path, sentence) => {
    throw new Error(`container ${given.name ?? ''} cannot be made: ${mistake(path, sentence)}`)
  })
  return bringThere(engine, given)
}

export const built = ({ container: { id, name, config }, state }: Brought): BuiltContainer => ({
  id,
  name,
  image: config.Image,
  state,
})
