// The package database of Alpine Linux: what is installed, in apk's own format.
import { createHash } from 'node:crypto'
import type { LayerEntry } from '../../registry/recipe.ts'
import { file } from './entries.ts'

/** name, version, licence, description */
const packages = [
  ['alpine-baselayout', '3.7.0-r0', 'GPL-2.0-only', 'Directory structure and init scripts'],
  ['alpine-baselayout-data', '3.7.0-r0', 'GPL-2.0-only', 'Directory structure, data files'],
  ['alpine-keys', '2.5-r0', 'MIT', 'Public keys of the package repositories'],
  ['alpine-release', '1.0-r0', 'MIT', 'Release data'],
  ['apk-tools', '2.14.9-r2', 'GPL-2.0-only', 'Package manager'],
  ['busybox', '1.37.0-r18', 'GPL-2.0-only', 'Many common tools in one small executable'],
  ['busybox-binsh', '1.37.0-r18', 'GPL-2.0-only', '/bin/sh of busybox'],
  ['ca-certificates-bundle', '20250619-r0', 'MPL-2.0 AND MIT', 'Bundle of certificates of authorities'],
  ['libcrypto3', '3.5.1-r0', 'Apache-2.0', 'Cryptography library of OpenSSL'],
  ['libssl3', '3.5.1-r0', 'Apache-2.0', 'TLS library of OpenSSL'],
  ['musl', '1.2.5-r10', 'MIT', 'The C library'],
  ['musl-utils', '1.2.5-r10', 'MIT AND BSD-2-Clause AND GPL-2.0-or-later', 'Tools of the C library'],
  ['scanelf', '1.3.8-r1', 'GPL-2.0-only', 'Scans ELF files'],
  ['ssl_client', '1.37.0-r18', 'GPL-2.0-only', 'TLS for the wget of busybox'],
  ['zlib', '1.3.1-r2', 'Zlib', 'Compression library'],
] as const

/** Checksums and commits only need to look real and to stay the same, so they are hashes of the name. */
export function apkDatabase(branch: string, created: number): LayerEntry[] {
  const installed = packages.map(([name, version, licence, description]) => {
    const sum = createHash('sha1').update(`${branch} ${name} ${version}`).digest()
    const size = 2000 + sum.readUInt16BE(0) * 4
    return [
      `C:Q1${sum.toString('base64')}`,
      `P:${name}`,
      `V:${version}`,
      'A:x86_64',
      `S:${size}`,
      `I:${size * 3}`,
      `T:${description}`,
      'U:https://alpinelinux.org/',
      `L:${licence}`,
      `o:${name}`,
      `t:${created / 1000}`,
      `c:${sum.toString('hex')}`,
      '',
    ].join('\n')
  })
  return [
    file('lib/apk/db/installed', installed.map((text) => `${text}\n`).join('')),
    file('lib/apk/db/lock', '', 0o600),
    file('lib/apk/db/scripts.tar', ''),
    file('lib/apk/db/triggers', ''),
    file('etc/apk/world', 'alpine-baselayout\nalpine-keys\nalpine-release\napk-tools\nbusybox\nmusl-utils\n'),
    file('etc/apk/arch', 'x86_64\n'),
  ]
}
