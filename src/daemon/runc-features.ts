// What runc says that it can do, as /info repeats it: the answer of `runc features`.

const mountOptions =
  'acl async atime bind defaults dev diratime dirsync exec iversion lazytime loud mand noacl noatime nodev ' +
  'nodiratime noexec noiversion nolazytime nomand norelatime nostrictatime nosuid nosymfollow private ratime rbind ' +
  'rdev rdiratime relatime remount rexec rnoatime rnodev rnodiratime rnoexec rnorelatime rnostrictatime rnosuid ' +
  'rnosymfollow ro rprivate rrelatime rro rrw rshared rslave rstrictatime rsuid rsymfollow runbindable rw shared ' +
  'silent slave strictatime suid symfollow sync tmpcopyup unbindable'

/** In the order of their numbers in linux/capability.h. */
const capabilities =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE ' +
  'NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT ' +
  'SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP ' +
  'MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'

const architectures =
  'AARCH64 ARM MIPS MIPS64 MIPS64N32 MIPSEL MIPSEL64 MIPSEL64N32 PPC PPC64 PPC64LE RISCV64 S390 S390X X32 X86 X86_64'

const words = (text: string, prefix = ''): string[] => text.split(' ').map((word) => `${prefix}${word}`)

/** JSON in the form of the OCI runtime specification's features.md. Before 1.2 runc could do (and told) less. */
export function runcFeatures(version: string, commit: string): string {
  const old = version.startsWith('1.1')
  return JSON.stringify({
    ociVersionMin: '1.0.0',
    ociVersionMax: old ? '1.0.2-dev' : '1.2.1',
    hooks: words('prestart createRuntime createContainer startContainer poststart poststop'),
    mountOptions: words(mountOptions),
    linux: {
      namespaces: words(`cgroup ipc mount network pid ${old ? '' : 'time '}user uts`),
      capabilities: words(capabilities, 'CAP_'),
      cgroup: { v1: true, v2: true, systemd: true, systemdUser: true, ...(!old && { rdma: true }) },
      seccomp: {
        enabled: true,
        actions: words('ALLOW ERRNO KILL KILL_PROCESS KILL_THREAD LOG NOTIFY TRACE TRAP', 'SCMP_ACT_'),
        operators: words('EQ GE GT LE LT MASKED_EQ NE', 'SCMP_CMP_'),
        archs: words(old ? architectures.replace('RISCV64 ', '') : architectures, 'SCMP_ARCH_'),
      },
      apparmor: { enabled: true },
      selinux: { enabled: true },
      ...(!old && { intelRdt: { enabled: true }, mountExtensions: { idmap: { enabled: true } } }),
    },
    annotations: {
      'io.github.seccomp.libseccomp.version': old ? '2.5.4' : '2.5.6',
      'org.opencontainers.runc.checkpoint.enabled': 'true',
      'org.opencontainers.runc.commit': commit,
      'org.opencontainers.runc.version': version,
    },
  })
}
