// The registries of a daemon: the built-in library, and those that are really there.

import type { TransferLimits } from '../engine/images/transfers.ts'
import type { Persona } from '../engine/persona.ts'
import type { Settings } from '../engine/settings.ts'
import type { ImageDeclaration } from '../library/declared/image-declaration.ts'
import { createCatalog } from '../library/library.ts'
import type { RegistryFaults } from '../registry/faults.ts'
import { faultySource } from '../registry/faulty-source.ts'
import { joinedSource } from '../registry/joined-source.ts'
import { librarySource } from '../registry/library-source.ts'
import type { Registry } from '../registry/registry.ts'
import type { RemoteOptions } from '../registry/remote/hosts.ts'
import type { World } from '../world/world.ts'

/** Which registries there are, and how they are talked to. */
export interface RegistryOptions {
  /** Pull only what the library really has, instead of making up an image for any name. */
  readonly strictImages?: boolean | undefined
  /** Images of one's own, for pulls; `loadImages` reads them from files. */
  readonly images?: readonly ImageDeclaration[] | undefined
  /** Registries that are connected to over http or with any certificate: `host`, `host:port` or `10.0.0.0/8`. */
  readonly insecureRegistries?: readonly string[] | undefined
  /** URLs of registries that are asked before Docker Hub. */
  readonly registryMirrors?: readonly string[] | undefined
  /** Registries that are connected to over https: `host` or `host:port`. Loopback addresses always are. */
  readonly realRegistries?: readonly string[] | undefined
  /** How many layers are transferred at a time. */
  readonly transfers?: TransferLimits | undefined
}

export interface ConfigurableRegistry extends Registry {
  /** Throws an Error with dockerd's words, and then nothing has changed. */
  configure(settings: Pick<Settings, 'insecureRegistries' | 'registryMirrors'>): void
}

/** Throws an Error with a sentence for an option that makes no sense. */
export function createRegistry(
  options: RegistryOptions,
  { clock, logger }: Pick<World, 'clock' | 'logger'>,
  { version, differences, info }: Persona,
  faults: RegistryFaults,
): ConfigurableRegistry {
  const always = info.registryConfig.InsecureRegistryCIDRs as readonly string[]
  const remoteOptions = ({ insecureRegistries, registryMirrors }: RegistryOptions): RemoteOptions => ({
    insecure: insecureRegistries,
    mirrors: registryMirrors,
    real: options.realRegistries,
    always,
    warn: (sentence) => logger.log('warning', sentence),
  })
  const joined = joinedSource(
    // registries that are really there have faults of their own
    faultySource(
      librarySource(createCatalog({ strict: options.strictImages ?? false, images: options.images })),
      faults,
    ),
    remoteOptions(options),
    { clock, userAgent: `docker/${version}`, allJson: differences.has('registry-errors-are-json') },
  )
  const configure: ConfigurableRegistry['configure'] = (settings) => joined.follow(remoteOptions(settings))
  return Object.assign(joined, { configure })
}
