// What is refused before a build begins, with a status of its own (recorded from Engine 28.5.2).
import { expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import { build, contextOf, withBusybox } from './building.ts'

test.for([
  ['', 400, 'the Dockerfile (Dockerfile) cannot be empty'],
  ['# nothing\n', 400, 'failed to parse Dockerfile: file with no instructions'],
  ['# escape=x\nFROM scratch\n', 400, "failed to parse Dockerfile: invalid escape token 'x' does not match ` or \\"],
  ['FROM scratch\nNOPE x\n', 400, 'dockerfile parse error on line 2: unknown instruction: NOPE (did you mean COPY?)'],
  [
    'FROM scratch\n\nCOPY --frm=x a b\n',
    400,
    'dockerfile parse error on line 3: unknown flag: --frm (did you mean from?)',
  ],
  ['FROM\n', 400, 'dockerfile parse error on line 1: FROM requires either one or three arguments'],
  ['RUN x\n', 400, 'no build stage in current context'],
  [
    'FROM scratch\nRUN ["a", 1]\n',
    400,
    'failed to parse Dockerfile: when using JSON array syntax, arrays must be comprised of strings only',
  ],
  ['FROM scratch\nCOPY <<E /x\n', 400, 'failed to parse Dockerfile: unterminated heredoc'],
] as const)('%j is no Dockerfile', async ([dockerfile, status, message], { docker }) => {
  await expect(build(docker, dockerfile)).rejects.toMatchObject({
    statusCode: status,
    message: expect.stringContaining(message),
  })
})

test.for([
  [{ dockerfile: 'nosuch' }, 500, 'Cannot locate specified Dockerfile: nosuch'],
  [{ dockerfile: '../x' }, 500, 'forbidden path outside the build context: ../x ()'],
  [{ target: 'nosuch' }, 400, 'target stage "nosuch" could not be found'],
  [{ t: 'BAD' }, 500, 'invalid reference format: repository name (library/BAD) must be lowercase'],
  [{ remote: 'nosuch' }, 500, 'remoteURL (nosuch) could not be recognized as URL'],
  [
    { remote: 'http://127.0.0.1:1/x' },
    500,
    'error downloading remote context http://127.0.0.1:1/x: Get "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused',
  ],
  [{ squash: 1 }, 400, 'squash is only supported with experimental mode'],
  [{ platform: 'a/b/c/d' }, 400, '"a/b/c/d": cannot parse platform specifier: invalid argument'],
  [{ buildargs: 'x' }, 400, "error reading build args: invalid character 'x' looking for beginning of value"],
  [{ version: '3' }, 400, 'invalid version "3"'],
  [{ version: '2' }, 501, 'mockerd does not simulate BuildKit: build with DOCKER_BUILDKIT=0'],
  [{ securityopt: 'x' }, 400, 'security options are not supported on linux'],
] as const)('%j is refused', async ([options, statusCode, message], { docker }) => {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  const body = new Uint8Array(await contextOf('FROM scratch\n'))
  const reply = await docker.fetch(new Request(`http://docker/build?${query}`, { method: 'POST', body }))
  expect([reply.status, await reply.json()]).toEqual([statusCode, { message }])
})

dockerTest(() => ({ engine: '20.10' }))('Engine 20.10 has other words', async ({ docker }) => {
  await withBusybox(docker)
  await expect(build(docker, 'FROM scratch\nNOPE x\n')).rejects.toMatchObject({
    message: expect.stringMatching(/dockerfile parse error line 2: unknown instruction: NOPE\s*$/),
  })
  await expect(build(docker, 'FROM scratch\n', { target: 'x' })).rejects.toMatchObject({
    message: expect.stringContaining('failed to reach build target x in Dockerfile'),
  })
  const { text } = await build(docker, 'FROM busybox\nUSER 1\n')
  expect(text).toContain(' ---> Running in ID\nRemoving intermediate container ID\n ---> ID\n')
})
