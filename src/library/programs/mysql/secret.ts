// Passwords of MySQL: what a server keeps of them, and how a client proves that it knows one.
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Account } from './cluster.ts'

export type Plugin = 'mysql_native_password' | 'caching_sha2_password'

const hash = (algorithm: 'sha1' | 'sha256', ...parts: Uint8Array[]): Buffer =>
  createHash(algorithm).update(Buffer.concat(parts)).digest()

export const exclusive = (one: Uint8Array, other: Uint8Array): Buffer =>
  Buffer.from(one.map((byte, at) => byte ^ other[at % other.length]!))

export function secretOf(password: string): Account['secret'] {
  if (password === '') return undefined
  const twice = (algorithm: 'sha1' | 'sha256'): string =>
    hash(algorithm, hash(algorithm, Buffer.from(password))).toString('hex')
  return { sha1: twice('sha1'), sha256: twice('sha256') }
}

/** A client's answer to the server's 20 bytes of chance; nothing for an empty password. */
export function scramble(plugin: Plugin, password: string, nonce: Uint8Array): Buffer {
  if (password === '') return Buffer.alloc(0)
  const algorithm = plugin === 'mysql_native_password' ? 'sha1' : 'sha256'
  const once = hash(algorithm, Buffer.from(password))
  return exclusive(once, mask(plugin, hash(algorithm, once), nonce))
}

const mask = (plugin: Plugin, twice: Uint8Array, nonce: Uint8Array): Buffer =>
  plugin === 'mysql_native_password' ? hash('sha1', nonce, twice) : hash('sha256', twice, nonce)

/** Whether an answer is right. */
export function isProof(plugin: Plugin, secret: Account['secret'], nonce: Uint8Array, answer: Buffer): boolean {
  if (!secret) return answer.length === 0
  const algorithm = plugin === 'mysql_native_password' ? 'sha1' : 'sha256'
  const twice = Buffer.from(secret[algorithm], 'hex')
  if (answer.length !== twice.length) return false
  return hash(algorithm, exclusive(answer, mask(plugin, twice, nonce))).equals(twice)
}

/** Whether a password that was sent as it is belongs to a secret. */
export const isPassword = (secret: Account['secret'], password: string): boolean =>
  secretOf(password)?.sha256 === secret?.sha256
