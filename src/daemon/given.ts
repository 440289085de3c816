// Puts there what scenarios say is there at the beginning, through the API, but past all rules and journals.
import type { Engine } from '../engine/engine.ts'
import type { GivenSpec } from '../scenario/language.ts'
import { type Brought, bringThere, refuseWhatEnded } from './given/container.ts'
import { makeNetwork, makeVolume, pull } from './given/things.ts'

/** Rejects with a sentence that names what could not be made. */
export async function give(
  { images = [], networks = [], volumes = [], containers = [] }: GivenSpec,
  engine: Engine,
): Promise<void> {
  try {
    for (const image of images) await pull(engine, image)
    for (const volume of volumes) await makeVolume(engine, named(volume))
    for (const network of networks) await makeNetwork(engine, named(network))
    const brought: Brought[] = []
    for (const container of containers) {
      const one = await bringThere(engine, container)
      // what is only said to be running may end as it likes
      if (container.state !== undefined) brought.push(one)
    }
    await refuseWhatEnded(engine, brought)
  } catch (error) {
    throw new Error(`the scenario's ${(error as Error).message}`)
  }
}

const named = <Thing extends { readonly name: string }>(one: string | Thing): Thing | { readonly name: string } =>
  typeof one === 'string' ? { name: one } : one
