// Bytes in a string of JSON as json-file writes them (moby daemon/logger/jsonfilelog/jsonlog/jsonlogbytes.go).
import { Buffer } from 'node:buffer'

/** U+FFFD */
const REPLACEMENT = [0xef, 0xbf, 0xbd]

/** How long the UTF-8 sequence is that begins there; 0 if none does (Go: utf8.DecodeRune). */
function sequenceAt(bytes: Uint8Array, index: number): number {
  const first = bytes[index]!
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4) return 0
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  if (index + length > bytes.length) return 0
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  const second = bytes[index + 1]!
  if (second < least || second > most) return 0
  for (let next = index + 2; next < index + length; next++) if ((bytes[next]! & 0xc0) !== 0x80) return 0
  return length
}

/** What is not UTF-8 becomes U+FFFD, byte by byte. */
export function withReplacements(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  for (let index = 0; index < bytes.length; ) {
    const length = sequenceAt(bytes, index)
    if (length === 0) out.push(...REPLACEMENT)
    else for (let at = index; at < index + length; at++) out.push(bytes[at]!)
    index += length || 1
  }
  return Buffer.from(out)
}

/** bytes of the string with its quotes; the text is UTF-8 */
export function jsonStringSize(text: Uint8Array): number {
  let size = 2 + text.length
  for (let index = 0; index < text.length; index++) size += escapeSize(text, index)
  return size
}

/** bytes that writing a byte takes more than the byte itself */
function escapeSize(text: Uint8Array, index: number): number {
  const byte = text[index]!
  // line feed, carriage return, quote, backslash
  if (byte === 10 || byte === 13 || byte === 34 || byte === 92) return 1
  // `\u00xx` of controls, and of < > & for the sake of HTML
  if (byte < 32 || byte === 60 || byte === 62 || byte === 38) return 5
  // U+2028 and U+2029 end lines in JavaScript
  return byte === 0xe2 && text[index + 1] === 0x80 && (text[index + 2]! & 0xfe) === 0xa8 ? 3 : 0
}
