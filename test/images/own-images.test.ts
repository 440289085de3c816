// Images that users bring along, in files as they would write them: test/images/own/.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect } from 'vitest'
import { parse } from 'yaml'
import { loadImages } from '../../src/index.ts'
import { imageSchema } from '../../src/library/declared/schema.ts'
import { dockerTest } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const folder = join(import.meta.dirname, 'own')
const own = await loadImages(folder)
const test = dockerTest(() => own)

/** Both streams and the exit code of a container that is removed afterwards. */
async function run(docker: TestDaemon, image: string, command?: string[], HostConfig = {}) {
  const container = await docker.create(image, command, { Tty: true, HostConfig })
  const stream = await container.attach({ stream: true, stdout: true, stderr: true })
  await container.start()
  const text = (await wholeText(stream)).replaceAll('\r\n', '\n')
  const { StatusCode } = await container.wait()
  return { text, code: StatusCode as number }
}

test('an image in YAML has the files that it declares', async ({ docker }) => {
  const script =
    'cat /etc/shop.conf; cat /etc/link; cat logo.svg; stat -c "%n %a %u" a/b/deep.txt /var/shop; od -An -tx1 /bin/binary'
  expect(await run(docker, 'example/shop', ['sh', '-c', script])).toEqual({
    code: 0,
    text: `name = \${shop}\nname = \${shop}\n<svg/>\na/b/deep.txt 600 1000\n/var/shop 755 1000\n 00 01 02\n`,
  })
})

test('an image in YAML has the configuration that it declares', async ({ docker }) => {
  await docker.create('example/shop:1.2')
  const { Config } = await docker.dockerode.getImage('example/shop:1.2').inspect()
  expect(Config).toMatchObject({
    Cmd: ['shop', 'serve'],
    Env: expect.arrayContaining(['PORT=8080', 'MODE=test']),
    ExposedPorts: { '8080/tcp': {}, '25/tcp': {} },
    Healthcheck: { Test: ['CMD-SHELL', 'wget -qO- http://localhost:8080/health'], Interval: 5e9, Retries: 2 },
    Labels: { team: 'web' },
    StopSignal: 'SIGTERM',
    User: '0',
    Volumes: { '/var/shop': {} },
    WorkingDir: '/srv/www',
  })
})

test('a program behaves by its arguments', async ({ docker }) => {
  expect(await run(docker, 'example/shop', ['shop', '--version'])).toEqual({ text: 'shop 1.2\n', code: 0 })
  expect(await run(docker, 'example/shop', ['shop', 'fail', 'at', 'it'])).toEqual({
    text: 'shop: cannot do that\n',
    code: 3,
  })
  expect(await run(docker, 'example/shop', ['shop', 'dance'])).toMatchObject({ code: 2 })
})

test('a program is all in its file: it can be copied and committed', async ({ docker }) => {
  const container = await docker.run('example/shop', ['sh', '-c', 'mv /usr/local/bin/shop /usr/bin/moved'])
  await container.wait()
  await container.commit({ repo: 'moved' })
  expect(await run(docker, 'moved', ['moved', '--version'])).toEqual({ text: 'shop 1.2\n', code: 0 })
})

test('a declared program that grows beyond the memory of its container is killed', async ({ docker }) => {
  const killed = await run(docker, 'example/shop', ['greedy'], { Memory: 100 * 2 ** 20 })
  expect(killed).toEqual({ text: 'still here\n', code: 137 })
})

test('an image may be named after a private registry and build on another declared one', async ({ docker }) => {
  expect(await run(docker, 'registry.example.com/team/child', ['--version'])).toEqual({ text: 'shop 1.2\n', code: 0 })
})

test('an image may take the place of a built-in one and build on it', async ({ docker }) => {
  expect((await run(docker, 'redis', ['redis-server', '--version'])).text).toContain('Redis server v=')
  expect((await docker.dockerode.getImage('redis').inspect()).Config.Labels).toEqual({ own: 'true' })
})

test('an image on scratch has only what it declares', async ({ docker }) => {
  expect(await run(docker, 'example/job:nightly')).toEqual({ text: 'done\n', code: 4 })
  await expect(docker.dockerode.pull('example/job:latest')).rejects.toThrow('manifest unknown')
})

test('an image in TypeScript brings programs that are functions', async ({ docker }) => {
  expect(await run(docker, 'example/greeter')).toEqual({ text: 'Hello, world\n', code: 0 })
  expect(await run(docker, 'example/greeter', ['shout', 'a', 'b'])).toEqual({ text: 'A B!\n', code: 0 })
})

test('docker search finds what is declared', async ({ docker }) => {
  const found = await docker.dockerode.searchImages({ term: 'shop' })
  expect(found).toContainEqual(
    expect.objectContaining({ name: 'example/shop', description: 'A shop with a page and a worker.' }),
  )
})

describe('a mistake', () => {
  const spoilt = mkdtempSync(join(tmpdir(), 'images-'))
  afterAll(() => rmSync(spoilt, { recursive: true }))
  test.for<[string, string]>([
    ['image: a\nentrypiont: [x]\n', '2:1: entrypiont is not known; known are image, tags, description, base, '],
    [
      'image: a\nprograms:\n  /x:\n    exit: no\n',
      '4:11: programs./x.exit must be a whole number from 0 to 255, not "no"',
    ],
    [
      'image: a\nprograms:\n  /x:\n    - log:\n        - {after: soon}\n',
      '5:19: programs./x.0.log.0.after must be a duration like 500ms or 1m30s, not "soon"',
    ],
    ['image: a\ntags: [1.2]\n', '2:8: tags.0 must be a tag in quotes like "1.2", not 1.2'],
    ['tags: [a]\n', '1:1: it must have "image"'],
    ['image: a\nfiles:\n  /x: {from: nowhere}\n', /3:7: files\.\/x comes from .*nowhere, which is not there$/],
    [
      'image: a\nfiles:\n  /x: {text: a, link: b}\n',
      '3:7: files./x must have exactly one of text, base64, from, link, directory',
    ],
    ['image: a\n  b: [\n', /yaml:1:8: Nested mappings/],
    ['{"image": "a", "cmd": 3}', '1:23: cmd must be a text or a list, not 3'],
  ] as [string, string][])('is told with its line and column: %j', async ([text, sentence]) => {
    const file = join(spoilt, 'own.yaml')
    writeFileSync(file, text)
    const message = await loadImages(file).then(String, (error: Error) => error.message)
    expect(message.split('\n')).toHaveLength(1)
    if (typeof sentence === 'string') expect(message).toContain(`${file}:${sentence}`)
    else expect(message).toMatch(sentence)
  })

  test('is told of a file that is not there', async () => {
    await expect(loadImages('nowhere.yaml')).rejects.toThrow('nowhere.yaml: there is no such file or directory')
  })
})

test('editors get a JSON Schema that knows what is right and what is not', async () => {
  const validate = new Ajv2020({ strict: false }).compile(imageSchema)
  for (const file of ['shop.yaml', 'jobs.json']) {
    expect(validate(parse(readFileSync(join(folder, file), 'utf8'))), file).toBe(true)
  }
  expect(validate({ image: 'a', programs: { '/x': { exit: 'no' } } })).toBe(false)
  expect(validate({ image: 'a', entrypiont: [] })).toBe(false)
})
