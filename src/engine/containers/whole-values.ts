// The parts of a HostConfig as Go writes them: every field of a list's entries, and nothing where a map is empty.
import type { Schemas } from '../../gen/operations.ts'
import type { PortBinding, PortMap } from './ports.ts'

type Asked = Schemas['HostConfig']

/** Left out while they are empty (`omitempty`). */
const absentWhenEmpty = ['Annotations', 'Mounts', 'StorageOpt', 'Sysctls', 'Tmpfs'] as const

/** The fields of the entries of lists, with what each is when nothing was said. */
const entryFields: Readonly<Partial<Record<keyof Asked, Readonly<Record<string, unknown>>>>> = {
  BlkioWeightDevice: { Path: '', Weight: 0 },
  BlkioDeviceReadBps: { Path: '', Rate: 0 },
  BlkioDeviceWriteBps: { Path: '', Rate: 0 },
  BlkioDeviceReadIOps: { Path: '', Rate: 0 },
  BlkioDeviceWriteIOps: { Path: '', Rate: 0 },
  Devices: { PathOnHost: '', PathInContainer: '', CgroupPermissions: '' },
  DeviceRequests: { Driver: '', Count: 0, DeviceIDs: null, Capabilities: null, Options: null },
  Ulimits: { Name: '', Hard: 0, Soft: 0 },
}

const entryFieldList = Object.entries(entryFields)

/** Puts the values of a HostConfig right in place. */
export function makeWhole(config: object): void {
  const values = config as Record<string, unknown>
  for (const name of absentWhenEmpty) {
    if (values[name] !== undefined && isEmpty(values[name])) delete values[name]
  }
  for (const name of ['KernelMemory', 'KernelMemoryTCP']) if (values[name] === 0) delete values[name]
  for (const [name, fields] of entryFieldList) {
    const list = values[name] as readonly object[] | null
    if (list) values[name] = list.map((entry) => ({ ...fields, ...entry }))
  }
  if (values.PortBindings) values.PortBindings = wholeBindings(values.PortBindings as PortMap)
}

const isEmpty = (value: unknown): boolean => Object.keys(value ?? {}).length === 0

/** A port without bindings keeps the null that it may have. */
function wholeBindings(asked: PortMap): PortMap {
  const whole = ({ HostIp = '', HostPort = '' }: PortBinding): PortBinding => ({ HostIp, HostPort })
  return Object.fromEntries(Object.entries(asked).map(([port, hosts]) => [port, hosts?.map(whole) ?? null]))
}
