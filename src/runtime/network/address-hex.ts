// Addresses as /proc/net/tcp writes them: words of 32 bits in the byte order of a small-endian machine.

const word = (bytes: readonly number[]): string =>
  bytes
    .toReversed()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()

const bytesOf = (address: string): number[] => address.split('.').map(Number)

/** 127.0.0.1: `0100007F` */
export function hex4(address: string): string {
  return word(bytesOf(address))
}

/** ::1, and IPv4 addresses as a socket of IPv6 sees them: 0.0.0.0 stays "any", others are mapped. */
export function hex6(address: string): string {
  const groups = address.includes(':') ? groupsOf(address) : mapped(address)
  const words: string[] = []
  for (let at = 0; at < 8; at += 2) {
    words.push(word([groups[at]! >> 8, groups[at]! & 255, groups[at + 1]! >> 8, groups[at + 1]! & 255]))
  }
  return words.join('')
}

function mapped(address: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(address)
  const any = a + b + c + d === 0
  return [0, 0, 0, 0, 0, any ? 0 : 0xffff, a * 256 + b, c * 256 + d]
}

/** The eight groups of an address in which `::` may stand for some that are zero. */
function groupsOf(address: string): number[] {
  const numbers = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
  const [before = '', after] = address.split('::')
  const [first, last] = [numbers(before), numbers(after ?? '')]
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last]
}
