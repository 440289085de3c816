// The registry that a daemon is: the built-in library under its plain names, and what is pushed.
import { createRegistryServer, type RegistryServer } from '../http/registry-server.ts'
import type { ImageDeclaration } from '../library/declared/image-declaration.ts'
import { createCatalog } from '../library/library.ts'
import { RegistryFaults } from '../registry/faults.ts'
import { faultyService } from '../registry/server/faulty-service.ts'
import { createRegistryService } from '../registry/server/serve.ts'
import { type ContentStore, contentStore } from '../storage/content.ts'
import type { Random } from '../world/random.ts'
import { createWorld } from '../world/world.ts'

/** Images that are not there are not made up: who pushes wants to see what was pushed. */
export function createOwnRegistry(
  content: ContentStore,
  random: Random,
  report?: (error: unknown) => void,
  images?: readonly ImageDeclaration[],
  faults: RegistryFaults = new RegistryFaults(),
): RegistryServer {
  const catalog = createCatalog({ strict: true, images })
  const service = createRegistryService({ content, catalog, random })
  return createRegistryServer(faultyService(service, faults), report)
}

/** A registry that listens. */
export interface StartedRegistry extends AsyncDisposable {
  /** What stands before the names of its images: `127.0.0.1:5000`. */
  readonly host: string
  close(): Promise<void>
}

/**
 * Starts a registry without a daemon: it has the built-in library under its plain names (`127.0.0.1:5000/alpine`), and
 * takes pushes until it is closed. Rejects with a sentence when it cannot listen there.
 *
 * @param address a free port of 127.0.0.1 if left out
 * @param exposure `allowPublic` lets it listen on an address that other machines reach
 * @example
 * await using registry = await startRegistry()
 * const reply = await fetch(`http://${registry.host}/v2/_catalog`)
 */
export async function startRegistry(
  address = 'tcp://127.0.0.1:0',
  exposure: { readonly allowPublic?: boolean } = {},
): Promise<StartedRegistry> {
  const content = contentStore()
  const server = createOwnRegistry(content, createWorld().random)
  const close = async (): Promise<void> => {
    await server.close()
    await content.close()
  }
  try {
    const listener = await server.listen(address, exposure)
    return { host: listener.address.replace(/^tcp:\/\//, ''), close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}
