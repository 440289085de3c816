// The tables of sockets in /proc/net, in the columns of Linux (net/ipv4/tcp_ipv4.c: tcp4_seq_show).
import type { Kernel } from './kernel.ts'
import { hex4, hex6 } from './network/address-hex.ts'
import type { Listener } from './network/namespace.ts'
import type { Socket, SocketAddress } from './network/socket.ts'
import type { ProcDirectory } from './proc-directory.ts'

const columns = 'st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const head4 = `  sl  local_address rem_address   ${columns}`
const head6 = `  sl  ${'local_address'.padEnd(38)}${'remote_address'.padEnd(38)}${columns}`
/** which the kernel fills its lines of IPv4 up to */
const WIDTH = 149

const isWide = ({ address }: SocketAddress): boolean => address.includes(':')
const isAny = ({ address }: SocketAddress): boolean => address === '0.0.0.0' || address === '::'
const queue = (bytes: number): string => bytes.toString(16).toUpperCase().padStart(8, '0')

/** Who listens at "any" listens with both protocols, so it is in both tables. */
function listenersOf(kernel: Kernel, wide: boolean): Listener[] {
  return kernel.network.open().filter((listener) => isAny(listener) || isWide(listener) === wide)
}

function connectionsOf(kernel: Kernel, wide: boolean): Socket[] {
  return [...kernel.network.established()].filter(({ local }) => isWide(local) === wide)
}

function tcp(kernel: Kernel, wide: boolean): string {
  const hex = wide ? hex6 : hex4
  const end = ({ address, port }: SocketAddress): string =>
    `${hex(address)}:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const any = { address: wide ? '::' : '0.0.0.0', port: 0 }
  const rest = '00:00000000 00000000     0        0'
  const lines = [
    ...listenersOf(kernel, wide).map((listener) => {
      const local = isAny(listener) ? { ...any, port: listener.port } : listener
      const waiting = `${queue(0)}:${queue(listener.waiting.length)}`
      return `${end(local)} ${end(any)} 0A ${waiting} ${rest} ${20_000 + listener.port} 1 0000000000000000 100 0 0 10 0`
    }),
    ...connectionsOf(kernel, wide).map((socket) => {
      const waiting = `${queue(0)}:${queue(socket.unreadBytes)}`
      const { ino } = socket.inode()
      return `${end(socket.local)} ${end(socket.remote)} ${socket.state} ${waiting} ${rest} ${ino} 1 0000000000000000 20 0 0 10 -1`
    }),
  ]
  const numbered = lines.map((line, index) => `${String(index).padStart(4)}: ${line}`)
  return [wide ? head6 : head4, ...numbered].map((line) => `${wide ? line : line.padEnd(WIDTH)}\n`).join('')
}

/** Those that listen; a connection of theirs is nobody's business (net/unix/af_unix.c: unix_seq_show). */
function unix(kernel: Kernel): string {
  const lines = [...kernel.localSockets.paths()].map(
    (path, index) => `0000000000000000: 00000002 00000000 00010000 0001 01 ${30_000 + index} ${path}\n`,
  )
  return ['Num       RefCount Protocol Flags    Type St Inode Path\n', ...lines].join('')
}

/** net/ipv4/proc.c: sockstat_seq_show */
function sockstat(kernel: Kernel): string {
  const inUse = listenersOf(kernel, false).length + connectionsOf(kernel, false).length
  return [
    `sockets: used ${inUse}`,
    `TCP: inuse ${inUse} orphan 0 tw 0 alloc ${inUse} mem 0`,
    'UDP: inuse 0 mem 0',
    'UDPLITE: inuse 0',
    'RAW: inuse 0',
    'FRAG: inuse 0 memory 0',
    '',
  ].join('\n')
}

export const socketFiles: ProcDirectory = {
  sockstat,
  tcp: (kernel) => tcp(kernel, false),
  tcp6: (kernel) => tcp(kernel, true),
  udp: () => `${`   sl  local_address rem_address   ${columns} ref pointer drops`.padEnd(WIDTH - 1)}\n`,
  udp6: () => `${head6} ref pointer drops\n`,
  unix,
}
