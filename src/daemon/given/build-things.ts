// Puts one network or volume there, as a test wants it.
import type { Engine } from '../../engine/engine.ts'
import { networkShape, volumeShape } from '../../scenario/given-shape.ts'
import { checkSpec } from './spec-shapes.ts'
import type { Built, NetworkSpec, VolumeSpec } from './specs.ts'
import { makeNetwork, makeVolume } from './things.ts'

export async function buildNetwork(engine: Engine, name: string, spec: NetworkSpec = {}): Promise<Built> {
  const given = { ...spec, name }
  checkSpec(`network ${name}`, networkShape, given)
  return { id: await makeNetwork(engine, given), name }
}

export async function buildVolume(engine: Engine, name: string, spec: VolumeSpec = {}): Promise<Built> {
  const given = { ...spec, name }
  checkSpec(`volume ${name}`, volumeShape, given)
  await makeVolume(engine, given)
  return { id: name, name }
}
