// Platforms, `os/architecture[/variant]`, as github.com/containerd/platforms reads and compares them.
import { invalid } from '../world/refusal.ts'
import type { Platform } from './manifest.ts'

const architectures: Record<string, Omit<Platform, 'os'>> = {
  x86_64: { architecture: 'amd64' },
  'x86-64': { architecture: 'amd64' },
  i386: { architecture: '386' },
  i686: { architecture: '386' },
  aarch64: { architecture: 'arm64' },
  armhf: { architecture: 'arm', variant: 'v7' },
  armel: { architecture: 'arm', variant: 'v6' },
}
const knownSystems = ['linux', 'windows', 'darwin', 'freebsd']
const knownArchitectures = ['amd64', 'arm64', 'arm', '386', 'ppc64le', 's390x', 'riscv64', 'mips64le', 'loong64']

/** Reads `linux/arm64`, `arm64` or `linux`; what is left out is the daemon's own: linux on amd64. */
export function parsePlatform(text: string): Platform {
  const parts = text.toLowerCase().split('/')
  const bad = parts.find((part) => !/^[a-z0-9_.-]+$/.test(part))
  if (bad !== undefined || parts.length > 3) {
    throw invalid(`"${text}" is an invalid OS/architecture specifier: must match "<os>[/<arch>[/<variant>]]"`)
  }
  const [first = '', second, third] = parts
  if (second === undefined) {
    if (knownSystems.includes(first)) return { os: first, architecture: 'amd64' }
    const alone = normal(first)
    if (knownArchitectures.includes(alone.architecture)) return { os: 'linux', ...alone }
    throw invalid(`"${text}": unknown operating system or architecture: invalid argument`)
  }
  return { os: first, ...normal(second, third) }
}

/** The default variants, v8 of arm64 and v7 of arm, are named one way only. */
function normal(name: string, variant?: string): Omit<Platform, 'os'> {
  const found: Omit<Platform, 'os'> = architectures[name] ?? { architecture: name }
  const wanted = variant ?? found.variant
  if (wanted === undefined || (found.architecture === 'arm64' && /^v?8$/.test(wanted))) {
    return { architecture: found.architecture }
  }
  return { architecture: found.architecture, variant: /^\d/.test(wanted) ? `v${wanted}` : wanted }
}

export const platformText = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, ...(variant ? [variant] : [])].join('/')

/** Whether something made for `offered` serves one who asked for `wanted`. */
export const platformMatches = (offered: Platform, wanted: Platform): boolean =>
  offered.os === wanted.os &&
  offered.architecture === wanted.architecture &&
  (wanted.variant === undefined || offered.variant === undefined || offered.variant === wanted.variant)
