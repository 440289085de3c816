// What the options that are about registries mean for the daemon.
import type { CommandOptions } from './options/table.ts'
import type { RegistryOptions } from './registry.ts'

export function registryOptionsOf(options: CommandOptions): RegistryOptions {
  return {
    insecureRegistries: options['insecure-registry'],
    registryMirrors: options['registry-mirror'],
    realRegistries: options['real-registry'],
    transfers: {
      downloads: options['max-concurrent-downloads'],
      uploads: options['max-concurrent-uploads'],
      downloadAttempts: options['max-download-attempts'],
    },
  }
}
