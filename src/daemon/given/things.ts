// Puts images, networks and volumes there.
import type { Engine } from '../../engine/engine.ts'
import type { GivenNetwork, GivenVolume } from '../../scenario/language.ts'
import { Refusal } from '../../world/refusal.ts'
import { ask } from './asking.ts'

/** Pulls an image that is not there. Rejects with an Error that names it. */
export async function pull(engine: Engine, image: string): Promise<void> {
  if (has(engine, image)) return
  const tag: object = /[:@][^/]*$/.test(image) ? {} : { tag: 'latest' }
  await ask(engine, `image ${image}`, 'ImageCreate', { query: { fromImage: image, ...tag } })
}

export function has(engine: Engine, image: string): boolean {
  try {
    engine.images.find(image)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** Rejects with an Error that names it. */
export async function makeVolume(engine: Engine, { name, labels }: GivenVolume): Promise<void> {
  await ask(engine, `volume ${name}`, 'VolumeCreate', { body: { Name: name, Labels: labels } })
}

/** Gives its id. Rejects with an Error that names it. */
export async function makeNetwork(
  engine: Engine,
  { name, driver, labels, subnet, internal }: GivenNetwork,
): Promise<string> {
  const body = {
    Name: name,
    Driver: driver,
    Labels: labels,
    Internal: internal,
    ...(subnet !== undefined && { IPAM: { Config: [{ Subnet: subnet }] } }),
  }
  const { Id } = (await ask(engine, `network ${name}`, 'NetworkCreate', { body })) as { readonly Id: string }
  return Id
}
