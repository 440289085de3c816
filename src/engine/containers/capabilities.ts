// Linux capabilities: names, numbers, and the set that a container's root has.
import { invalid } from '../../world/refusal.ts'

/** In the kernel's order: the index is the bit. */
const names =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'.split(
    ' ',
  )

/** What a container has if nothing is said (moby oci/caps/defaults.go). */
const usual =
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE'.split(
    ' ',
  )

const plain = (name: string): string => name.toUpperCase().replace(/^CAP_/, '')

export function checkCapabilities(field: 'CapAdd' | 'CapDrop', asked: readonly string[] | null): void {
  for (const name of asked ?? []) {
    const word = plain(name)
    if (word !== 'ALL' && !names.includes(word)) throw invalid(`invalid ${field}: unknown capability: "CAP_${word}"`)
  }
}

/** The effective set of the container's root, as bits. */
export function capabilitySet(config: {
  readonly Privileged: boolean
  readonly CapAdd: readonly string[] | null
  readonly CapDrop: readonly string[] | null
}): bigint {
  if (config.Privileged) return bits(names)
  const add = (config.CapAdd ?? []).map(plain)
  const drop = (config.CapDrop ?? []).map(plain)
  const base = add.includes('ALL') ? names : drop.includes('ALL') ? [] : usual
  const kept = drop.includes('ALL') && !add.includes('ALL') ? [] : base.filter((name) => !drop.includes(name))
  return bits([...kept, ...add.filter((name) => name !== 'ALL')])
}

function bits(list: readonly string[]): bigint {
  let set = 0n
  for (const name of list) set |= 1n << BigInt(names.indexOf(name))
  return set
}
