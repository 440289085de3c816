// What COPY and ADD put into an image, and how (as Engine 28.5.2).

import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import { tarBytes, tarEntry } from '../tars.ts'
import { build, withBusybox } from './building.ts'

const files = { 'a/1.txt': '1', 'a/2.txt': '2', 'a/b/3': '3', root: 'r' }

test('files and directories go where the destination says', async ({ docker }) => {
  await withBusybox(docker)
  const dockerfile = [
    'FROM busybox',
    'RUN mkdir /x && ln -s /x /y',
    'WORKDIR /w',
    'COPY root /y/',
    'COPY root rel',
    'COPY root .',
    'COPY a /dir',
    'COPY a/*.txt some/',
    'COPY ["root", "/with space/"]',
    'RUN find /x /w /dir "/with space" | sort',
  ]
  const { text } = await build(docker, dockerfile.join('\n'), {}, files)
  expect(text).toContain(
    '\n/dir\n/dir/1.txt\n/dir/2.txt\n/dir/b\n/dir/b/3\n/w\n/w/rel\n/w/root\n/w/some\n/w/some/1.txt\n/w/some/2.txt\n/with space\n/with space/root\n/x\n/x/root\n',
  )
})

test('what is copied belongs to root or to whom --chown says', async ({ docker }) => {
  await withBusybox(docker)
  const dockerfile = [
    'FROM busybox',
    'COPY root /plain',
    'COPY --chown=5:6 a /new',
    'COPY --chown=www-data root /deep/er/file',
    'RUN stat -c "%u:%g %n" /plain /new /new/1.txt /deep /deep/er/file',
  ]
  const { text } = await build(docker, dockerfile.join('\n'), {}, files)
  expect(text).toContain('0:0 /plain\n5:6 /new\n5:6 /new/1.txt\n33:33 /deep\n33:33 /deep/er/file\n')
})

test('ADD unpacks archives of the context, COPY does not', async ({ docker }) => {
  await withBusybox(docker)
  const archive = gzipSync(await tarBytes([tarEntry('in/'), tarEntry('in/file', 'packed')]))
  const dockerfile = 'FROM busybox\nADD t.tgz /x/\nCOPY t.tgz /y/\nRUN find /x /y | sort; cat /x/in/file\n'
  const context = await tarBytes([
    tarEntry('Dockerfile', dockerfile),
    tarEntry('t.tgz', '', { size: archive.length, body: [archive] }),
  ])
  const text = await wholeText(await docker.dockerode.buildImage(Readable.from([gzipSync(context)])))
  expect(text).toContain(String.raw`/x\n/x/in\n/x/in/file\n/y\n/y/t.tgz\n`)
  expect(text).toContain('packed')
})

test('what .dockerignore leaves out of the Dockerfile and itself is gone before the first step', async ({ docker }) => {
  await withBusybox(docker)
  const dockerfile = 'FROM busybox\nCOPY . /c\nRUN ls -A /c\n'
  const ignored = await build(docker, dockerfile, {}, { '.dockerignore': 'Docker*\n.dockerignore\n', f: '' })
  expect(ignored.text).toContain('\nf\n ---> Removed')
  const kept = await build(docker, dockerfile, {}, { '.dockerignore': '*\n!**\n', f: '' })
  expect(kept.text).toContain('\n.dockerignore\nDockerfile\nf\n')
})

test.for([
  [
    'COPY nosuch /',
    'COPY failed: file not found in build context or excluded by .dockerignore: stat nosuch: file does not exist',
  ],
  ['COPY ../x /', 'COPY failed: forbidden path outside the build context: ../x ()'],
  [
    'COPY root a /x',
    'When using COPY with more than one source file, the destination must be a directory and end with a /',
  ],
  ['COPY --from=0 /a /b', 'invalid from flag value 0: refers to current build stage'],
  ['COPY --from=1 /a /b', 'invalid from flag value 1: index out of bounds'],
  ['COPY --from=busybox /nosuch /b', 'COPY failed: stat nosuch: file does not exist'],
  [
    'COPY --chown=nobody-knows root /',
    "unable to convert uid/gid chown string to host mapping: can't find uid for user nobody-knows: no such user: nobody-knows",
  ],
  ['COPY https://example.com/x /', "COPY failed: source can't be a URL for COPY"],
  [
    'ADD http://127.0.0.1:1/x /',
    'ADD failed: Get "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused',
  ],
  [
    'COPY --chmod=600 root /',
    'the --chmod option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled',
  ],
  [
    'RUN --mount=type=cache,target=/x true',
    'the --mount option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled',
  ],
] as const)('%s fails with "%s"', async ([instruction, message], { docker }) => {
  await withBusybox(docker)
  const { failure } = await build(docker, `FROM busybox\n${instruction}\n`, {}, files)
  expect(failure).toEqual({ errorDetail: { message }, error: message })
})
