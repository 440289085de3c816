// Where in a JSON body a value of a wrong type is, in the words of the releases of Go (encoding/json, UnmarshalTypeError).
import type { ComplaintStyle } from '../engine/persona.ts'

/** One step from the body down to a value. */
export interface Step {
  /** a field's name, a list's index, a map's key */
  readonly key: string | number
  /** The struct that a field is in; left out for lists and maps. */
  readonly field?: {
    readonly struct: string
    readonly go: string
    readonly name: string
    /** The structs within that one that have it in Go, where `struct` alone does not tell: `CommonConfig.DNSConfig`. */
    readonly embedded?: string | undefined
  }
}

export interface Complaint {
  /** what was found: a kind of JSON, or a number that does not fit */
  readonly what: string
  /** the Go type that was wanted */
  readonly go: string
  readonly path: readonly Step[]
  /** how messages that go from the root call it; may be empty */
  readonly root: string
}

export function typeComplaint(style: ComplaintStyle, { what, go, path, root }: Complaint): string {
  const place = style === 'path' ? pathPlace(root, path) : fieldPlace(path, style === 'embedded')
  return `json: cannot unmarshal ${what} into ${place ?? 'Go value'} of type ${go}`
}

/** Go 1.27: all steps, lists and maps too, as a JSON pointer with points. */
function pathPlace(root: string, path: readonly Step[]): string | undefined {
  const last = path.at(-1)
  if (last === undefined) return undefined
  const keys = path.map(({ key }) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'))
  const place = [root, ...keys].join('.')
  return typeof last.key === 'number' ? place : `Go struct field ${place}`
}

/** Before: the struct that is nearest, and the fields from the root on; from 1.24 on with the structs that embed them. */
function fieldPlace(path: readonly Step[], tellsEmbedded: boolean): string | undefined {
  const fields = path.flatMap(({ field }) => field ?? [])
  const nearest = fields.at(-1)
  if (nearest === undefined) return undefined
  const names = fields.flatMap(({ struct, name, embedded }) => {
    const part = tellsEmbedded ? (embedded ?? embeddedPart(struct, name)) : undefined
    return part === undefined ? [name] : [part, name]
  })
  return `Go struct field ${[shortName(nearest.go), ...names].join('.')}`
}

/** `HostConfig` of `container.HostConfig`. */
export const shortName = (go: string): string => (go.startsWith('struct') ? '' : go.replace(/^.*\./, ''))

/** Which struct within a struct has a field in Go, where JSON shows no difference (moby api/types). */
function embeddedPart(struct: string, field: string): string | undefined {
  switch (struct) {
    case 'ContainerCreateRequest':
      return field === 'HostConfig' || field === 'NetworkingConfig' ? undefined : 'Config'
    case 'ContainerConfig':
      return 'Config'
    case 'HostConfig':
      return resources.has(field) ? 'Resources' : undefined
    case 'ContainerUpdateRequest':
      return field === 'RestartPolicy' ? undefined : 'Resources'
    case 'NetworkCreateBody':
      return field === 'Name' ? undefined : 'CreateOptions'
    case 'ConfigSpec':
    case 'NodeSpec':
    case 'SecretSpec':
    case 'ServiceSpec':
    case 'SwarmSpec':
      return field === 'Name' || field === 'Labels' ? 'Annotations' : undefined
    default:
      return undefined
  }
}

const resources: ReadonlySet<string> = new Set([
  'BlkioDeviceReadBps',
  'BlkioDeviceReadIOps',
  'BlkioDeviceWriteBps',
  'BlkioDeviceWriteIOps',
  'BlkioWeight',
  'BlkioWeightDevice',
  'CgroupParent',
  'CpuCount',
  'CpuPercent',
  'CpuPeriod',
  'CpuQuota',
  'CpuRealtimePeriod',
  'CpuRealtimeRuntime',
  'CpuShares',
  'CpusetCpus',
  'CpusetMems',
  'DeviceCgroupRules',
  'DeviceRequests',
  'Devices',
  'IOMaximumBandwidth',
  'IOMaximumIOps',
  'KernelMemory',
  'KernelMemoryTCP',
  'Memory',
  'MemoryReservation',
  'MemorySwap',
  'MemorySwappiness',
  'NanoCpus',
  'OomKillDisable',
  'PidsLimit',
  'Ulimits',
])
