// What nobody is to find in a journal or on a tape: passwords and tokens that clients send.
import { Buffer } from 'node:buffer'

export const MASK = '***'

const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  'x-registry-auth',
  'x-registry-config',
])

const secretFields = /^(auth|password|identitytoken|registrytoken|secret|token|unlockkey|jointokens?|data)$/i
const secretNames = /pass(word|wd)?|secret|token|credential|api_?key|private_?key/i
/** Tokens to join a swarm, and keys that unlock one: they are known by their beginning. */
const secretValues = /^SWM(TKN|KEY)-/

/** Whether a header carries secrets. @param also a user's own pattern of names */
export const isSecretHeader = (name: string, also?: RegExp): boolean =>
  secretHeaders.has(name.toLowerCase()) || also?.test(name) === true

/** Header values of one text each; of those that carry secrets only that they are there. */
export function maskedHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const masked: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) masked[name] = isSecretHeader(name) ? MASK : String(value)
  }
  return masked
}

/**
 * A JSON value without its secrets: fields that hold some, and environment variables whose names say so.
 *
 * @param name of the field that it is in
 * @param also a user's own pattern of names
 */
export function masked(value: unknown, name = '', also?: RegExp): unknown {
  if (typeof value === 'string') {
    const secret = secretFields.test(name) || secretValues.test(value)
    return secret && value !== '' ? MASK : maskedVariable(value, also)
  }
  if (Array.isArray(value)) return value.map((item) => masked(item, '', also))
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isSecret(key, inner, also) ? MASK : masked(inner, key, also)]),
  )
}

/** A URL whose query has no secrets; what has none stays as it was written. */
export function maskedUrl(url: string, also?: RegExp): string {
  const [path, query] = url.split(/\?(.*)/s)
  if (query === undefined) return url
  const pairs = query.split('&').map((pair) => {
    const [[name, value] = ['', '']] = new URLSearchParams(pair)
    const without = maskedParameter(name, value, also)
    return without === value ? pair : `${encodeURIComponent(name)}=${encodeURIComponent(without)}`
  })
  return `${path}?${pairs.join('&')}`
}

/** Some parameters are JSON. */
function maskedParameter(name: string, value: string, also: RegExp | undefined): string {
  if (isSecret(name, value, also)) return MASK
  if (!value.startsWith('{')) return maskedVariable(value, also)
  try {
    const parsed: unknown = JSON.parse(value)
    const without = JSON.stringify(masked(parsed, '', also))
    return without === JSON.stringify(parsed) ? value : without
  } catch {
    return value
  }
}

/** A map such as labels and build arguments has names of variables, too. */
const isSecret = (name: string, value: unknown, also: RegExp | undefined): boolean =>
  typeof value === 'string' &&
  value !== '' &&
  (also?.test(name) ||
    ((secretFields.test(name) || /^[A-Z_0-9]*$/.test(name)) && (secretFields.test(name) || secretNames.test(name))))

/** `NAME=value` of an environment. */
function maskedVariable(text: string, also: RegExp | undefined): string {
  const [, name] = /^([A-Za-z_]\w*)=./s.exec(text) ?? []
  return name !== undefined && (secretNames.test(name) || also?.test(name)) ? `${name}=${MASK}` : text
}
