// Sockets that systemd has opened and hands over: fd:// (coreos/go-systemd activation: Files).
import { readFileSync, readlinkSync } from 'node:fs'

const FIRST = 3

/**
 * The descriptors that `fd://`, `fd://*` or `fd://4` stand for. What the environment says of them is taken out of it:
 * they are handed over once. Throws with dockerd's words (moby daemon/listeners: listenFD).
 */
export function activatedSockets(place: string, given: Handover = takeHandover()): number[] {
  if (given.count === 0) {
    throw new Error('no sockets found via socket activation: make sure the service was started by systemd')
  }
  const all = Array.from({ length: given.count }, (_, index) => FIRST + index)
  if (place === '' || place === '*') return all
  if (!/^[+-]?\d+$/.test(place)) {
    throw new Error(`failed to parse systemd fd address: should be a number: ${place}`)
  }
  const wanted = Number(place)
  if (wanted < FIRST) throw new Error(`failed to listen on systemd activated file: fd ${wanted}`)
  if (wanted >= FIRST + given.count) throw new Error('too few socket activated files passed in by systemd')
  return [wanted]
}

interface Handover {
  readonly count: number
}

function takeHandover(): Handover {
  const { LISTEN_PID: pid, LISTEN_FDS: count = '' } = process.env
  for (const name of ['LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES']) delete process.env[name]
  return { count: pid === String(process.pid) && /^\d+$/.test(count) ? Number(count) : 0 }
}

/** Where a unix socket of this descriptor lies, as Linux tells it; empty where nothing does. */
export function pathOfSocket(fd: number): string {
  try {
    const inode = readlinkSync(`/proc/self/fd/${fd}`).replace(/\D/g, '')
    // number, references, protocol, flags, type, state, inode, path
    const columns = readFileSync('/proc/net/unix', 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/ +/))
    return columns.find((row) => row[6] === inode)?.[7] ?? ''
  } catch {
    return ''
  }
}
