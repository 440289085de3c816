// Files that dockerd does not start with, in its words.
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Certificates, makeCertificates, startDaemon } from '../../src/index.ts'

let folder: string
let files: Certificates
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mockerd-tls-files-'))
  files = await makeCertificates()
  const others = await makeCertificates()
  const wrong = { 'other-key.pem': others['server-key.pem'], 'garbage.pem': 'garbage\n', 'both.pem': files['cert.pem'] }
  const strange = { 'strange.pem': '-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n' }
  const secret = createPrivateKey(files['server-key.pem']).export({
    ...{ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
  } as const)
  writeFileSync(join(folder, 'secret-key.pem'), secret)
  const broken = { 'broken-key.pem': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' }
  for (const [name, text] of Object.entries({ ...files, ...wrong, ...strange, ...broken })) {
    writeFileSync(join(folder, name), text)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

const unreadable = 'error reading X509 key pair - make sure the key is not encrypted'

test.each([
  [{ cert: '', key: '' }, 'could not load X509 key pair (cert: "", key: ""): open : no such file or directory'],
  [
    { cert: 'no.pem' },
    'could not load X509 key pair (cert: "DIR/no.pem", key: "DIR/server-key.pem"): open DIR/no.pem: no such file or directory',
  ],
  [
    { key: 'no.pem' },
    'could not load X509 key pair (cert: "DIR/server-cert.pem", key: "DIR/no.pem"): open DIR/no.pem: no such file or directory',
  ],
  [{ cert: '.' }, `${unreadable} (cert: "DIR/.", key: "DIR/server-key.pem"): read DIR/.: is a directory`],
  [
    { key: 'other-key.pem' },
    `${unreadable} (cert: "DIR/server-cert.pem", key: "DIR/other-key.pem"): tls: private key does not match public key`,
  ],
  [
    { cert: 'server-key.pem' },
    `${unreadable} (cert: "DIR/server-key.pem", key: "DIR/server-key.pem"): tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched`,
  ],
  [
    { key: 'server-cert.pem' },
    `${unreadable} (cert: "DIR/server-cert.pem", key: "DIR/server-cert.pem"): tls: found a certificate rather than a key in the PEM for the private key`,
  ],
  [
    { cert: 'garbage.pem' },
    `${unreadable} (cert: "DIR/garbage.pem", key: "DIR/server-key.pem"): tls: failed to find any PEM data in certificate input`,
  ],
  [
    { key: 'garbage.pem' },
    `${unreadable} (cert: "DIR/server-cert.pem", key: "DIR/garbage.pem"): tls: failed to find any PEM data in key input`,
  ],
  [
    { key: 'strange.pem' },
    `${unreadable} (cert: "DIR/server-cert.pem", key: "DIR/strange.pem"): tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [EC PARAMETERS]`,
  ],
  [
    { key: 'broken-key.pem' },
    `${unreadable} (cert: "DIR/server-cert.pem", key: "DIR/broken-key.pem"): tls: failed to parse private key`,
  ],
  [
    { key: 'secret-key.pem' },
    `${unreadable} (cert: "DIR/server-cert.pem", key: "DIR/secret-key.pem"): tls: failed to parse private key`,
  ],
  [{ ca: 'no.pem' }, 'could not read CA certificate "DIR/no.pem": open DIR/no.pem: no such file or directory'],
  [{ ca: '.' }, 'could not read CA certificate "DIR/.": read DIR/.: is a directory'],
  [{ ca: 'ca-key.pem' }, 'failed to append certificates from PEM file: "DIR/ca-key.pem"'],
])('--tlsverify with %j', async (wrong, sentence) => {
  const usual = { ca: 'ca.pem', cert: 'server-cert.pem', key: 'server-key.pem', ...wrong }
  const paths = Object.entries(usual).map(([name, file]) => [name, file && `${folder}/${file}`])
  const tls = Object.fromEntries(paths) as { cert: string; key: string }
  const expected = `invalid TLS configuration: ${sentence.replaceAll('DIR', folder)}`
  await expect(startDaemon({ tls, hosts: ['tcp://127.0.0.1:0'] })).rejects.toThrow(new Error(expected))
  // also where it would not be used
  await expect(startDaemon({ tls })).rejects.toThrow(new Error(expected))
})

test('texts are as good as files', async () => {
  const tls = { ca: files['ca.pem'], cert: files['server-cert.pem'], key: files['server-key.pem'] }
  await using daemon = await startDaemon({ tls, hosts: ['tcp://127.0.0.1:0'] })
  expect(daemon.host).toMatch(/^tcp:/)
  await expect(startDaemon({ tls: { ...tls, key: files['key.pem'] } })).rejects.toThrow(
    'tls: private key does not match public key',
  )
})
