// `RegistryConfig` of /info: what the options say about registries (moby daemon/pkg/registry/config.go).
import type { NamedRegistries } from '../../registry/registry.ts'

/** @param usual what the release shows without options, in its order of keys */
export function registryConfig(
  usual: Readonly<Record<string, unknown>>,
  { networks, hosts, mirrors }: NamedRegistries,
): Readonly<Record<string, unknown>> {
  if (networks.length + hosts.length + mirrors.length === 0) return usual
  const indexes = usual.IndexConfigs as Readonly<Record<string, object>>
  const hub = { ...indexes['docker.io'], Mirrors: mirrors }
  const named = hosts.map((Name): [string, object] => [Name, { Mirrors: [], Name, Official: false, Secure: false }])
  const sorted = [['docker.io', hub] as [string, object], ...named].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    ...usual,
    IndexConfigs: Object.fromEntries(sorted),
    InsecureRegistryCIDRs: [...networks, ...(usual.InsecureRegistryCIDRs as readonly string[])],
    Mirrors: mirrors.length > 0 ? mirrors : usual.Mirrors,
  }
}
