// netstat: the kernel's tables of connections, of listening ports and of routes.
import type { Process, Program } from '../process.ts'
import { maskOf, routesOf } from './interface-facts.ts'
import { parseOptions } from './options.ts'

const states: Readonly<Record<string, string>> = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '06': 'TIME_WAIT',
  '08': 'CLOSE_WAIT',
  '0A': 'LISTEN',
}
const LISTENING = '0A'

/** An address of /proc/net/tcp: bytes of each 32-bit word from the last to the first. */
function shownAddress(hex: string): string {
  const [digits = '', port = '0'] = hex.split(':')
  const words = digits.match(/.{8}/g) ?? []
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse().map((pair) => Number.parseInt(pair, 16)))
  const groups = words.length === 1 ? bytes.join('.') : shortened(bytes)
  const number = Number.parseInt(port, 16)
  return `${groups}:${number === 0 ? '*' : number}`
}

/** An IPv6 address; one of IPv4 in it as the C library shows it. */
function shortened(bytes: readonly number[]): string {
  if (bytes.every((byte) => byte === 0)) return '::'
  if (bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255) return `::ffff:${bytes.slice(12).join('.')}`
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[index * 2]! << 8) | bytes[index * 2 + 1]!).toString(16),
  )
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::')
}

function sockets(process: Process, path: string, name: string, wanted: (state: string) => boolean): string[] {
  if (!process.files.exists(path)) return []
  const lines = process.files.readText(path).trimEnd().split('\n').slice(1)
  return lines.flatMap((line) => {
    const [, local = '', remote = '', state = ''] = line.trim().split(/\s+/)
    if (!wanted(state)) return []
    const addresses = [local, remote].map((address) => shownAddress(address).padEnd(23)).join(' ')
    return [`${name.padEnd(3)}        0      0 ${addresses} ${(states[state] ?? '').padEnd(12)}\n`]
  })
}

function routes(process: Process): string {
  const rows = routesOf(process).map(({ to, prefix, gateway, name }) => {
    const flags = gateway ? 'UG' : 'U'
    return `${(to ?? '0.0.0.0').padEnd(15)} ${(gateway ?? '0.0.0.0').padEnd(15)} ${maskOf(prefix).padEnd(15)} ${flags.padEnd(8)}  0 0          0 ${name}\n`
  })
  const head = 'Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n'
  return `Kernel IP routing table\n${head}${rows.join('')}`
}

const netstat: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'raltuwxenWp', usage: '[-ral] [-tuwx] [-en]' })
  if (options.has('r')) {
    await process.write(1, routes(process))
    return 0
  }
  const kinds = ['t', 'u', 'w', 'x'].filter((letter) => options.has(letter))
  const shows = (letter: string): boolean => kinds.length === 0 || kinds.includes(letter)
  const [all, listening] = [options.has('a'), options.has('l')]
  const which = all ? 'servers and established' : listening ? 'only servers' : 'w/o servers'
  const wanted = (state: string): boolean => all || (state === LISTENING) === listening
  if (shows('t') || shows('u') || shows('w')) {
    const owner = options.has('p') ? 'PID/Program name' : ''
    await process.write(
      1,
      `Active Internet connections (${which})\nProto Recv-Q Send-Q Local Address           Foreign Address         State       ${owner}\n`,
    )
    if (shows('t')) {
      const lines = ['tcp', 'tcp6'].flatMap((file) => sockets(process, `/proc/net/${file}`, 'tcp', wanted))
      await process.write(1, lines.map((line) => (owner ? line.replace('\n', '-\n') : line)).join(''))
    }
  }
  if (shows('x')) {
    await process.write(
      1,
      `Active UNIX domain sockets (${which})\nProto RefCnt Flags       Type       State         I-Node Path\n`,
    )
  }
  return 0
}
export default netstat
