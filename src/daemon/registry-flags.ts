// The options of the command that are about registries, most of them dockerd's own.
import type { RegistryOptions } from './registry.ts'

export const registryFlags = {
  registry: {
    type: 'string',
    multiple: true,
    value: 'ADDRESS',
    help: 'Be a registry, too, on tcp://127.0.0.1:5000: it has the library, and takes pushes',
  },
  'insecure-registry': {
    type: 'string',
    multiple: true,
    value: 'HOST',
    help: 'Connect to this registry (host, host:port or CIDR) over http, or with any certificate',
  },
  'registry-mirror': { type: 'string', multiple: true, value: 'URL', help: 'Ask this registry before Docker Hub' },
  'real-registry': {
    type: 'string',
    multiple: true,
    value: 'HOST',
    help: 'Connect to this registry over https; without options only those on loopback addresses are connected to',
  },
  'max-concurrent-downloads': { type: 'string', value: 'N', help: 'Layers of pulls at a time: 3 unless told' },
  'max-concurrent-uploads': { type: 'string', value: 'N', help: 'Layers of pushes at a time: 5 unless told' },
  'max-download-attempts': { type: 'string', value: 'N', help: 'Attempts to download a layer: 5 unless told' },
} as const

export interface RegistryFlags {
  readonly registry?: string[]
  readonly 'insecure-registry'?: string[]
  readonly 'registry-mirror'?: string[]
  readonly 'real-registry'?: string[]
  readonly 'max-concurrent-downloads'?: string
  readonly 'max-concurrent-uploads'?: string
  readonly 'max-download-attempts'?: string
}

/** Throws an Error with dockerd's words for a number that is none, or too small. */
export function registryOptionsOf(flags: RegistryFlags): RegistryOptions {
  const count = (name: 'max-concurrent-downloads' | 'max-concurrent-uploads' | 'max-download-attempts') => {
    const text = flags[name]
    if (text === undefined) return undefined
    if (!/^-?\d+$/.test(text)) {
      throw new Error(
        `invalid argument ${JSON.stringify(text)} for "--${name}" flag: strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
      )
    }
    const number = Number(text)
    if (number < 0) throw new Error(`invalid ${name.replaceAll('-', ' ')}: ${number}`)
    return number
  }
  return {
    insecureRegistries: flags['insecure-registry'],
    registryMirrors: flags['registry-mirror'],
    realRegistries: flags['real-registry'],
    transfers: {
      downloads: count('max-concurrent-downloads'),
      uploads: count('max-concurrent-uploads'),
      downloadAttempts: count('max-download-attempts'),
    },
  }
}
