// Chain ids: the digest of a layer together with all layers below it (OCI image specification, config.md).
import { digestOf } from '../../codec/digest.ts'

/** The chain ids of layers, given their diff ids from the lowest up. */
export function chainIds(diffIds: readonly string[]): string[] {
  const chain: string[] = []
  for (const diffId of diffIds) {
    const below = chain.at(-1)
    chain.push(below === undefined ? diffId : digestOf(`${below} ${diffId}`))
  }
  return chain
}
