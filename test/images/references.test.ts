import { describe, expect, test } from 'vitest'
import { familiarText, fullText, parseReference, withDefaultTag, withTag } from '../../src/registry/reference.ts'

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`

describe('a reference is completed to domain, path and tag', () => {
  test.each([
    ['busybox', 'docker.io/library/busybox:latest', 'busybox:latest'],
    ['busybox:1.36', 'docker.io/library/busybox:1.36', 'busybox:1.36'],
    ['library/busybox', 'docker.io/library/busybox:latest', 'busybox:latest'],
    ['docker.io/busybox', 'docker.io/library/busybox:latest', 'busybox:latest'],
    ['index.docker.io/busybox', 'docker.io/library/busybox:latest', 'busybox:latest'],
    ['me/app', 'docker.io/me/app:latest', 'me/app:latest'],
    ['Upper/app', 'Upper/app:latest', 'Upper/app:latest'],
    ['localhost/app', 'localhost/app:latest', 'localhost/app:latest'],
    ['localhost:5000/a/b', 'localhost:5000/a/b:latest', 'localhost:5000/a/b:latest'],
    ['[::1]:5000/app', '[::1]:5000/app:latest', '[::1]:5000/app:latest'],
    ['ghcr.io/a/b__c--d.e:v1_2-3', 'ghcr.io/a/b__c--d.e:v1_2-3', 'ghcr.io/a/b__c--d.e:v1_2-3'],
    ['sha256:abc', 'docker.io/library/sha256:abc', 'sha256:abc'],
    [`busybox@${digest}`, `docker.io/library/busybox@${digest}`, `busybox@${digest}`],
    [`busybox:1@${digest}`, `docker.io/library/busybox:1@${digest}`, `busybox:1@${digest}`],
  ])('%s', (text, full, familiar) => {
    const reference = withDefaultTag(parseReference(text))
    expect(fullText(reference)).toBe(full)
    expect(familiarText(reference)).toBe(familiar)
  })
})

describe('a reference that is none is refused with the words of dockerd', () => {
  test.each([
    ['', 'invalid reference format'],
    [':x', 'invalid reference format'],
    ['a:b:c', 'invalid reference format'],
    ['a//b', 'invalid reference format'],
    ['a__._b', 'invalid reference format'],
    ['busybox:', 'invalid reference format'],
    ['busybox:.x', 'invalid reference format'],
    [`busybox:${'t'.repeat(129)}`, 'invalid reference format'],
    ['busybox@sha256:abc', 'invalid reference format'],
    ['Foo', 'invalid reference format: repository name (library/Foo) must be lowercase'],
    ['me/Foo:1', 'invalid reference format: repository name (me/Foo) must be lowercase'],
    ['a'.repeat(256), 'repository name must not be more than 255 characters'],
    ['a'.repeat(64), `invalid repository name (${'a'.repeat(64)}), cannot specify 64-byte hexadecimal strings`],
    [`busybox@sha256:${'0'.repeat(63)}`, 'invalid checksum digest length'],
    [`busybox@sha256:${'F'.repeat(64)}`, 'invalid checksum digest format'],
    [`busybox@md5:${'0'.repeat(32)}`, 'unsupported digest algorithm'],
  ])('%s', (text, message) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ kind: 'invalid', message }))
  })
})

test('a tag with a blank is an invalid tag', () => {
  expect(() => withTag(parseReference('busybox'), 'bad tag')).toThrow('invalid tag format')
})

test('a reference of a megabyte is refused at once', () => {
  expect(() => parseReference(`${'a-'.repeat(500_000)}!`)).toThrow('invalid reference format')
})
