// What root may do, bit by bit (man 7 capabilities): those that decide something in a machine.
import type { Credentials } from './process.ts'

/** Bit numbers, as the kernel counts them. */
export const Capability = {
  CHOWN: 0,
  DAC_OVERRIDE: 1,
  DAC_READ_SEARCH: 2,
  FOWNER: 3,
  KILL: 5,
  SETGID: 6,
  SETUID: 7,
  NET_RAW: 13,
  SYS_CHROOT: 18,
  SYS_ADMIN: 21,
  MKNOD: 27,
} as const

/** All that Linux 6 has: what a privileged container's root holds on an ordinary host. */
export const ALL_CAPABILITIES: bigint = (1n << 41n) - 1n

/** Whether someone has a capability. Credentials that do not say are those of a root who has all. */
export function holds(user: Credentials, capability: number): boolean {
  if (user.capabilities === undefined) return user.uid === 0
  return (user.capabilities & (1n << BigInt(capability))) !== 0n
}

/** As /proc/<pid>/status shows a set. */
export function capabilityText(set: bigint): string {
  return set.toString(16).padStart(16, '0')
}
