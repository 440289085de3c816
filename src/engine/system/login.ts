// POST /auth: `docker login`.
import { broken, Refusal } from '../../world/refusal.ts'

export interface Credentials {
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly serveraddress?: string | undefined
  readonly identitytoken?: string | undefined
}

const HUB = 'https://registry-1.docker.io/v2/'

/**
 * Asks the registry whether it knows these credentials.
 * differs: there is no registry to ask. Every registry takes any name with any password; only the simulated host's own
 * loopback, where nobody listens, refuses the connection.
 */
export function logIn({ username, password, serveraddress, identitytoken }: Credentials): object {
  const registry = (serveraddress ?? '').replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  if (isLoopback(registry)) {
    throw broken(`Get "http://${registry}/v2/": dial tcp ${dialled(registry)}: connect: connection refused`)
  }
  if (!identitytoken && (!username || !password)) {
    const url = registry === '' || registry.endsWith('docker.io') ? HUB : `https://${registry}/v2/`
    throw new Refusal('unauthorized', `Get "${url}": unauthorized: incorrect username or password`)
  }
  return { IdentityToken: '', Status: 'Login Succeeded' }
}

const isLoopback = (registry: string): boolean => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/.test(registry)

function dialled(registry: string): string {
  const address = registry.replace(/^localhost/, '127.0.0.1')
  return /:\d+$/.test(address) && !address.endsWith('::1]') ? address : `${address}:80`
}
