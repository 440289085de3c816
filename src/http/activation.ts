// Sockets that systemd has opened and hands over: fd:// (coreos/go-systemd activation: Files).

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
