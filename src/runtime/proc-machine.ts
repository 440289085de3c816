// The files of the whole machine in /proc, written as Linux writes them.
import type { Kernel } from './kernel.ts'
import { deviceLines, routeLines } from './network-interfaces.ts'
import type { Maker, ProcDirectory } from './proc-directory.ts'
import { vmstat } from './proc-memory.ts'
import { socketFiles } from './proc-sockets.ts'
import { sysFiles } from './proc-sys.ts'
import { PROCESSORS } from './processor-share.ts'

// differs: what belongs to the host and is not told is that of a small machine of our own, the same on every host.
const usualHost = { processors: PROCESSORS, memory: 8 * 1024 ** 3 }

export const hostOf = (kernel: Kernel): { readonly processors: number; readonly memory: number } =>
  kernel.options.host ?? usualHost

/** Lines of /proc/mounts. */
export function mountLines(kernel: Kernel): string {
  const points = kernel.mounts.all()
  return points
    .map(({ at, type, source, options }) => `${escaped(source)} ${escaped(at)} ${type} ${options} 0 0\n`)
    .join('')
}

/** Spaces and the like as the kernel writes them there. */
function escaped(path: string): string {
  return path.replace(/[ \t\n\\]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`)
}

function uptime(kernel: Kernel): string {
  const seconds = (kernel.clock.now() - kernel.booted) / 1000
  return `${seconds.toFixed(2)} ${(seconds * hostOf(kernel).processors).toFixed(2)}\n`
}

function loadavg(kernel: Kernel): string {
  const pids = [...kernel.processes.keys()]
  return `0.00 0.00 0.00 1/${pids.length} ${pids.at(-1) ?? 0}\n`
}

function meminfo(kernel: Kernel): string {
  const total = Math.floor(hostOf(kernel).memory / 1024)
  const lines: [string, number][] = [
    ['MemTotal', total],
    ['MemFree', Math.floor(total / 2)],
    ['MemAvailable', Math.floor((total * 3) / 4)],
    ['Buffers', 0],
    ['Cached', Math.floor(total / 4)],
    ['SwapCached', 0],
    ['SwapTotal', 0],
    ['SwapFree', 0],
    ['Shmem', 0],
  ]
  return lines.map(([name, kb]) => `${`${name}:`.padEnd(16)}${String(kb).padStart(8)} kB\n`).join('')
}

function cpuinfo(kernel: Kernel): string {
  const { processors } = hostOf(kernel)
  const one = (index: number): string =>
    [
      `processor\t: ${index}`,
      'vendor_id\t: GenuineIntel',
      'cpu family\t: 6',
      'model name\t: Simulated CPU',
      'cpu MHz\t\t: 2000.000',
      `siblings\t: ${processors}`,
      `core id\t\t: ${index}`,
      `cpu cores\t: ${processors}`,
      'flags\t\t: fpu tsc msr cx8 apic sep mtrr pge cmov pat mmx fxsr sse sse2 syscall nx lm',
      'bogomips\t: 4000.00',
      '',
      '',
    ].join('\n')
  return Array.from({ length: processors }, (_, index) => one(index)).join('')
}

function stat(kernel: Kernel): string {
  const busy = Math.floor(kernel.cpu / 10)
  const idle = Math.floor((kernel.clock.now() - kernel.booted) / 10) * hostOf(kernel).processors
  return [
    `cpu  ${busy} 0 0 ${idle} 0 0 0 0 0 0`,
    `cpu0 ${busy} 0 0 ${idle} 0 0 0 0 0 0`,
    `btime ${Math.floor(kernel.booted / 1000)}`,
    `processes ${kernel.processes.size}`,
    'procs_running 1',
    'procs_blocked 0',
    '',
  ].join('\n')
}

const controllers = [
  '#subsys_name\thierarchy\tnum_cgroups\tenabled',
  ...['cpu', 'cpuacct', 'cpuset', 'memory', 'devices', 'freezer', 'blkio', 'pids'].map(
    (name, index) => `${name}\t${index + 1}\t2\t1`,
  ),
  '',
].join('\n')

const constant =
  (value: string | number): Maker =>
  () =>
    `${value}\n`

export const procFiles: ProcDirectory = {
  bus: {},
  cgroups: (kernel) => (kernel.options.cgroup?.version === '1' ? controllers : ''),
  cmdline: constant('BOOT_IMAGE=/boot/vmlinuz'),
  cpuinfo,
  filesystems: () => 'nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\toverlay\n\text4\n',
  fs: {},
  irq: {},
  loadavg,
  meminfo,
  net: {
    dev: deviceLines,
    route: routeLines,
    ...socketFiles,
  },
  stat,
  sys: sysFiles,
  uptime,
  vmstat: (kernel) => vmstat(kernel, hostOf(kernel).memory),
  version: constant('Linux version 6.1.0-mockerd (mockerd) #1 SMP'),
}
