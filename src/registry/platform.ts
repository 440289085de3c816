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

/** `linux`, and with it perhaps the version of the system in brackets, which decides nothing here */
const OS_AND_VERSION = /^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$/
const COMPONENT = /^[A-Za-z0-9_.-]+$/

/** Reads `linux/arm64`, `arm64` or `linux`; what is left out is the daemon's own: linux on amd64. */
export function parsePlatform(text: string): Platform {
  const refuse = (reason: string): Error => invalid(`${reason}: invalid argument`)
  if (text.includes('*')) throw refuse(`"${text}": wildcards not yet supported`)
  const [system = '', ...rest] = text.split('/')
  const osVersion = OS_AND_VERSION.exec(system)
  if (!osVersion) {
    throw refuse(
      `"${system}" is an invalid OS component of "${text}": OSAndVersion specifier component must match ${JSON.stringify(OS_AND_VERSION.source)}`,
    )
  }
  const bad = rest.find((part) => !COMPONENT.test(part))
  if (bad !== undefined) {
    throw refuse(
      `"${bad}" is an invalid component of "${text}": platform specifier component must match "${COMPONENT.source}"`,
    )
  }
  if (rest.length > 2) throw refuse(`"${text}": cannot parse platform specifier`)
  const parts = [osVersion[1]!, ...rest].map((part) => part.toLowerCase())
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
