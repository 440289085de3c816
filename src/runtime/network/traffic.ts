// What goes over the interfaces of a namespace, counted as Linux counts it.

/** The counters of one interface. */
export interface Traffic {
  rxBytes: number
  rxPackets: number
  txBytes: number
  txPackets: number
}

/** Both ends of a wire: whose interface the sender uses, and whose the receiver. */
export interface Wire {
  readonly near: Traffic
  readonly far: Traffic
  /** the largest packet, in bytes */
  readonly mtu: number
}

export const LOOPBACK_MTU = 65_536
export const ETHERNET_MTU = 1500

/** bytes before the data of a packet: Ethernet, IPv4, TCP with time stamps */
const ETHERNET_HEAD = 14
const TCP_HEAD = 52
/** bytes of a packet that opens a connection: it has more options */
const OPENING = 74
/** segments that one acknowledgement answers (RFC 1122, 4.2.3.2) */
const ACKNOWLEDGED = 2

export const noTraffic = (): Traffic => ({ rxBytes: 0, rxPackets: 0, txBytes: 0, txPackets: 0 })

export const turned = ({ near, far, mtu }: Wire): Wire => ({ near: far, far: near, mtu })

function pass({ near, far }: Wire, packets: number, bytes: number): void {
  near.txPackets += packets
  near.txBytes += bytes
  far.rxPackets += packets
  far.rxBytes += bytes
}

/** A connection is asked for, granted and taken: three packets. */
export function countOpening(wire: Wire): void {
  pass(wire, 1, OPENING)
  pass(turned(wire), 1, OPENING)
  pass(wire, 1, ETHERNET_HEAD + TCP_HEAD)
}

/** One side says that it has no more to send, the other has heard it. */
export function countClosing(wire: Wire): void {
  pass(wire, 1, ETHERNET_HEAD + TCP_HEAD)
  pass(turned(wire), 1, ETHERNET_HEAD + TCP_HEAD)
}

/** Bytes of a stream in full segments, and the acknowledgements that come back.. */
export function countData(wire: Wire, bytes: number): void {
  const segments = Math.ceil(bytes / (wire.mtu - TCP_HEAD))
  const answers = Math.ceil(segments / ACKNOWLEDGED)
  pass(wire, segments, bytes + segments * (ETHERNET_HEAD + TCP_HEAD))
  pass(turned(wire), answers, answers * (ETHERNET_HEAD + TCP_HEAD))
}

/** An ICMP echo and its answer, of so many bytes with their own head. */
export function countEcho(wire: Wire, bytes: number, answered: boolean): void {
  const whole = ETHERNET_HEAD + 20 + bytes
  if (answered) {
    pass(wire, 1, whole)
    pass(turned(wire), 1, whole)
    return
  }
  wire.near.txPackets++
  wire.near.txBytes += whole
}
