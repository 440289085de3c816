// Reads the header in which clients send what registries know them by (moby api/types/registry/authconfig.go).
import { Buffer } from 'node:buffer'
import type { Credentials } from '../registry/registry.ts'
import type { Call } from './call.ts'

/** Undefined for none. What is malformed counts as none: base64 of the kind for URLs, with its padding. */
export function readCredentials(headers: Call['headers']): Credentials | undefined {
  const header = headers['x-registry-auth']
  const text = Array.isArray(header) ? header[0] : header
  if (text === undefined || !/^[\w-]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? textsOf(value) : undefined
  } catch {
    return undefined
  }
}

const fields = ['username', 'password', 'serveraddress', 'identitytoken', 'registrytoken'] as const

function textsOf(value: object): Credentials {
  const given = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(fields.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : [])))
}
