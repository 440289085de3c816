// Puts one container there, as a test wants it.
import type { Engine } from '../../engine/engine.ts'
import { type Brought, bringThere, refuseWhatEnded } from './container.ts'
import { checkSpec, containerSpec } from './spec-shapes.ts'
import type { BuiltContainer, ContainerSpec } from './specs.ts'

/** Rejects with an Error when it cannot be, or ends although it is to be up. */
export async function buildContainer(engine: Engine, spec: ContainerSpec = {}): Promise<BuiltContainer> {
  const brought = await bring(engine, spec)
  await refuseWhatEnded(engine, [brought])
  return built(brought)
}

/** The same without looking whether it goes on. */
export async function bring(engine: Engine, spec: ContainerSpec): Promise<Brought> {
  checkSpec(typeof spec?.name === 'string' ? `container ${spec.name}` : 'a container', containerSpec, spec)
  const { cmd, env, image = 'alpine', state = 'running', ...rest } = spec
  return bringThere(engine, {
    ...rest,
    image,
    state,
    ...(cmd !== undefined && { command: cmd }),
    ...(env && { environment: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, String(value)])) }),
  })
}

export const built = ({ container: { id, name, config }, state }: Brought): BuiltContainer => ({
  id,
  name,
  image: config.Image,
  state,
})
