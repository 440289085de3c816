// /proc/sys: the settings of the kernel that programs in containers read, and `--sysctl` changes.
import { StartError } from './machine.ts'
import type { Maker, ProcDirectory } from './proc-directory.ts'

const uuid: Maker = (kernel) => {
  const hex = Buffer.from(kernel.random.bytes(16)).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}\n`
}

/** Values by dotted name, as in a container of dockerd's that asked for nothing. */
const settings: Readonly<Record<string, string | number | Maker>> = {
  'fs.file-max': '9223372036854775807',
  'fs.inotify.max_user_instances': 128,
  'fs.inotify.max_user_watches': 65_536,
  'fs.mqueue.msg_default': 10,
  'fs.mqueue.msg_max': 10,
  'fs.mqueue.msgsize_default': 8192,
  'fs.mqueue.msgsize_max': 8192,
  'fs.mqueue.queues_max': 256,
  'fs.nr_open': 1_048_576,
  'fs.pipe-max-size': 1_048_576,
  'kernel.cap_last_cap': 40,
  'kernel.domainname': (kernel) => `${kernel.options.domainname || '(none)'}\n`,
  'kernel.hostname': (kernel) => `${kernel.hostname}\n`,
  'kernel.msgmax': 8192,
  'kernel.msgmnb': 16_384,
  'kernel.msgmni': 32_000,
  'kernel.ngroups_max': 65_536,
  'kernel.osrelease': '6.1.0-mockerd',
  'kernel.ostype': 'Linux',
  'kernel.pid_max': 4_194_304,
  'kernel.random.boot_id': uuid,
  'kernel.random.uuid': uuid,
  'kernel.sem': '32000\t1024000000\t500\t32000',
  'kernel.shm_rmid_forced': 0,
  'kernel.shmall': '18446744073692774399',
  'kernel.shmmax': '18446744073692774399',
  'kernel.shmmni': 4096,
  'kernel.threads-max': 63_704,
  'net.core.rmem_default': 212_992,
  'net.core.rmem_max': 212_992,
  'net.core.somaxconn': 4096,
  'net.core.wmem_default': 212_992,
  'net.core.wmem_max': 212_992,
  'net.ipv4.conf.all.forwarding': 1,
  'net.ipv4.conf.all.rp_filter': 0,
  'net.ipv4.conf.default.rp_filter': 0,
  'net.ipv4.icmp_echo_ignore_all': 0,
  'net.ipv4.ip_default_ttl': 64,
  'net.ipv4.ip_forward': 1,
  'net.ipv4.ip_local_port_range': '32768\t60999',
  'net.ipv4.ip_local_reserved_ports': '',
  'net.ipv4.ip_nonlocal_bind': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ping_group_range': '0\t2147483647',
  'net.ipv4.tcp_fin_timeout': 60,
  'net.ipv4.tcp_keepalive_intvl': 75,
  'net.ipv4.tcp_keepalive_probes': 9,
  'net.ipv4.tcp_keepalive_time': 7200,
  'net.ipv4.tcp_max_syn_backlog': 512,
  'net.ipv4.tcp_rmem': '4096\t131072\t6291456',
  'net.ipv4.tcp_syncookies': 1,
  'net.ipv4.tcp_tw_reuse': 2,
  'net.ipv4.tcp_wmem': '4096\t16384\t4194304',
  'net.ipv6.conf.all.disable_ipv6': 0,
  'net.ipv6.conf.all.forwarding': 0,
  'net.ipv6.conf.default.disable_ipv6': 0,
  'net.ipv6.conf.lo.disable_ipv6': 0,
  'vm.max_map_count': 1_048_576,
  'vm.overcommit_memory': 0,
  'vm.overcommit_ratio': 50,
  'vm.swappiness': 60,
}

function maker(name: string, usual: string | number | Maker): Maker {
  return (kernel) => {
    const set = kernel.sysctls.get(name)
    if (set !== undefined) return `${set}\n`
    return typeof usual === 'function' ? usual(kernel) : `${usual}\n`
  }
}

function tree(): ProcDirectory {
  const root: Record<string, Maker | ProcDirectory> = {}
  for (const [name, usual] of Object.entries(settings)) {
    const parts = name.split('.')
    const last = parts.pop()!
    let at = root
    for (const part of parts) at = (at[part] ??= {}) as Record<string, Maker | ProcDirectory>
    at[last] = maker(name, usual)
  }
  return root
}

export const sysFiles: ProcDirectory = tree()

/**
 * The settings that a container is started with, by dotted name. Throws a StartError for one that the kernel does not
 * have. A per-interface setting is taken as it is: the interface may come later.
 */
export function sysctlsOf(asked: Readonly<Record<string, string>>): Map<string, string> {
  const wanted = new Map(Object.entries(asked))
  for (const name of wanted.keys()) {
    if (name in settings || /^net\.ipv[46]\.(conf|neigh)\./.test(name)) continue
    const path = `/proc/sys/${name.replaceAll('.', '/')}`
    throw new StartError(127, `error during container init: open ${path}: no such file or directory`)
  }
  return wanted
}
