// The layers of a configuration, as the layer store names them.
import { chainIdOf } from '../../storage/layers.ts'

/** The chain ids of layers, given their diff ids from the lowest up. */
export function chainIds(diffIds: readonly string[]): string[] {
  const chain: string[] = []
  for (const diffId of diffIds) chain.push(chainIdOf(diffId, chain.at(-1)))
  return chain
}
