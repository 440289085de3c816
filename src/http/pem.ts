// Certificates and keys in PEM, with the words of Go for what is none (crypto/tls: X509KeyPair).
import { createPrivateKey, type KeyObject } from 'node:crypto'

interface Block {
  readonly label: string
  readonly text: string
}

export const blocksIn = (pem: string): Block[] =>
  Array.from(pem.matchAll(/-----BEGIN ([^-]+)-----[\s\S]*?-----END \1-----/g), ([text, label]) => ({
    text,
    label: label!,
  }))

/** Those of a certificate and of the CAs behind it. Throws where there is none. */
export function certificatesIn(pem: string): string[] {
  const blocks = blocksIn(pem)
  const found = blocks.filter(({ label }) => label === 'CERTIFICATE')
  if (found.length > 0) return found.map(({ text }) => text)
  if (blocks.length === 0) throw new Error('tls: failed to find any PEM data in certificate input')
  if (blocks.length === 1 && blocks[0]!.label.endsWith('PRIVATE KEY')) {
    throw new Error(
      'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
    )
  }
  throw new Error(
    `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: ${labelsOf(blocks)}`,
  )
}

/** Throws where there is no key, or one with a passphrase. */
export function privateKeyIn(pem: string): KeyObject {
  const blocks = blocksIn(pem)
  const found = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'))
  if (blocks.length === 0) throw new Error('tls: failed to find any PEM data in key input')
  if (!found && blocks.length === 1 && blocks[0]!.label === 'CERTIFICATE') {
    throw new Error('tls: found a certificate rather than a key in the PEM for the private key')
  }
  if (!found) {
    throw new Error(
      `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: ${labelsOf(blocks)}`,
    )
  }
  try {
    return createPrivateKey(found.text)
  } catch {
    throw new Error('tls: failed to parse private key')
  }
}

const labelsOf = (blocks: readonly Block[]): string => `[${blocks.map(({ label }) => label).join(' ')}]`
