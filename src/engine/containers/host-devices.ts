// The devices of the simulated host, below /dev.

export interface HostDevice {
  readonly kind: 'character' | 'block'
  /** major and minor number, as Linux gives them (Documentation/admin-guide/devices.txt) */
  readonly device: readonly [number, number]
  /** permission bits */
  readonly mode: number
}

const character = (major: number, minor: number, mode: number = 0o666): HostDevice => ({
  kind: 'character',
  device: [major, minor],
  mode,
})

const devices: Readonly<Record<string, HostDevice>> = {
  console: character(5, 1, 0o600),
  full: character(1, 7),
  fuse: character(10, 229),
  hwrng: character(10, 183, 0o600),
  kmsg: character(1, 11, 0o644),
  kvm: character(10, 232, 0o660),
  'loop-control': character(10, 237, 0o660),
  'net/tun': character(10, 200),
  null: character(1, 3),
  ptmx: character(5, 2),
  random: character(1, 8),
  tty: character(5, 0),
  urandom: character(1, 9),
  vda: { kind: 'block', device: [254, 0], mode: 0o660 },
  vda1: { kind: 'block', device: [254, 1], mode: 0o660 },
  zero: character(1, 5),
}

/** @param path absolute */
export function hostDevice(path: string): HostDevice | undefined {
  const name = path.startsWith('/dev/') ? path.slice('/dev/'.length) : ''
  return Object.hasOwn(devices, name) ? devices[name] : undefined
}
