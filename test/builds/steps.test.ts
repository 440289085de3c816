// What the instructions of a Dockerfile make of an image, and what the build says meanwhile (as Engine 28.5.2).
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { build, withBusybox } from './building.ts'

test('each step tells what it does and leaves an image, and the containers are gone', async ({ docker }) => {
  await withBusybox(docker)
  const { text, id } = await build(docker, 'FROM busybox\nENV A=1\nRUN echo $A; echo err >&2\n', {
    t: ['mine', 'mine:2'],
  })
  expect(text.replace('out', '')).toBe(
    [
      'Step 1/3 : FROM busybox\n ---> ID\n',
      'Step 2/3 : ENV A=1\n ---> Running in ID\n ---> Removed intermediate container ID\n ---> ID\n',
      'Step 3/3 : RUN echo $A; echo err >&2\n ---> Running in ID\n',
      '1\n\u001b[91merr\n\u001b[0m',
      ' ---> Removed intermediate container ID\n ---> ID\n',
      'Successfully built ID\nSuccessfully tagged mine:latest\nSuccessfully tagged mine:2\n',
    ].join(''),
  )
  const image = await docker.dockerode.getImage('mine').inspect()
  expect(image.Id).toBe(id)
  expect(image.Config.Env).toContain('A=1')
  expect(await docker.dockerode.listContainers({ all: true })).toEqual([])
})

test('the history of the image tells every step as the classic builder writes it', async ({ docker }) => {
  await withBusybox(docker)
  const dockerfile = [
    'FROM busybox',
    'LABEL a="b c"',
    'ARG WHO=me',
    'RUN true',
    'WORKDIR /w',
    'EXPOSE 80 53/udp',
    'VOLUME ["/v"]',
    'USER 1:1',
    'STOPSIGNAL INT',
    'HEALTHCHECK --interval=90s --retries=2 CMD test -e /w',
    'SHELL ["/bin/sh", "-ec"]',
    'ENTRYPOINT ["cat"]',
    'CMD /w',
  ]
  const { id } = await build(docker, dockerfile.join('\n'))
  const history = (await docker.dockerode.getImage(id!).history()) as { readonly CreatedBy: string }[]
  expect(history.map(({ CreatedBy }) => CreatedBy).slice(0, 12)).toEqual([
    '/bin/sh -ec #(nop)  CMD ["/bin/sh" "-ec" "/w"]',
    '/bin/sh -ec #(nop)  ENTRYPOINT ["cat"]',
    '/bin/sh -ec #(nop)  SHELL [/bin/sh -ec]',
    `/bin/sh -c #(nop)  HEALTHCHECK &{["CMD-SHELL" "test -e /w"] "1m30s" "0s" "0s" "0s" '\\x02'}`,
    '/bin/sh -c #(nop)  STOPSIGNAL INT',
    '/bin/sh -c #(nop)  USER 1:1',
    '/bin/sh -c #(nop)  VOLUME [/v]',
    '/bin/sh -c #(nop)  EXPOSE 53/udp 80',
    '/bin/sh -c #(nop) WORKDIR /w',
    '|1 WHO=me /bin/sh -c true',
    '/bin/sh -c #(nop)  ARG WHO=me',
    '/bin/sh -c #(nop)  LABEL a=b c',
  ])
})

test('a RUN that fails ends the build with its code and leaves its container', async ({ docker }) => {
  await withBusybox(docker)
  const { failure } = await build(docker, 'FROM busybox\nRUN exit 7\n')
  const message = "The command '/bin/sh -c exit 7' returned a non-zero code: 7"
  expect(failure).toEqual({ errorDetail: { code: 7, message }, error: message })
  const left = await docker.dockerode.listContainers({ all: true })
  expect(left.map(({ Status }) => Status)).toEqual([expect.stringMatching(/^Exited \(7\)/)])
  await build(docker, 'FROM busybox\nRUN exit 8\n', { forcerm: true })
  expect(await docker.dockerode.listContainers({ all: true })).toHaveLength(1)
})

test('arguments have the values of the client, and those that nobody asks for are told', async ({ docker }) => {
  await withBusybox(docker)
  const dockerfile = 'ARG BASE=nosuch\nFROM $BASE\nARG A=1\nARG B\nRUN echo "[$A $B]"\n'
  const { text } = await build(docker, dockerfile, { buildargs: { BASE: 'busybox', B: 'two', NO: 'x', MORE: 'y' } })
  expect(text).toContain('\n[1 two]\n')
  expect(text).toContain('[Warning] One or more build-args [MORE NO] were not consumed\n')
})

test('variables are cut and replaced as in a shell', async ({ docker }) => {
  await withBusybox(docker)
  const dockerfile = [
    'FROM busybox',
    'ENV A=abcabc',
    `ENV B=\${A#*b} C=\${A##*b} D=\${A%c*} E=\${A/b/X} F=\${A//b/X} G=\${A:+yes} H=\${NO:-no} I=\\$A`,
    `RUN echo "$B $C $D $E $F $G $H $I"`,
  ]
  expect((await build(docker, dockerfile.join('\n'))).text).toContain('\ncabc c abcab aXcabc aXcaXc yes no $A\n')
})

test('triggers of the base image are run in the build on top of it', async ({ docker }) => {
  await withBusybox(docker)
  await build(docker, 'FROM busybox\nONBUILD COPY f /f\nONBUILD RUN cat /f\n', { t: 'base' })
  const { text, id } = await build(docker, 'FROM base\n', {}, { f: 'triggered\n' })
  expect(text).toContain('Step 1/1 : FROM base\n# Executing 2 build triggers\n')
  expect(text).toContain('triggered\n')
  expect((await docker.dockerode.getImage(id!).inspect()).Config.OnBuild).toBeNull()
})

test('a stage takes files from one before, by name, number and from other images', async ({ docker }) => {
  await withBusybox(docker)
  const dockerfile = [
    'FROM busybox AS one',
    'RUN echo made > /made',
    'FROM scratch',
    'COPY --from=one /made /a',
    'COPY --from=0 /made /b',
    'COPY --from=busybox /etc/passwd /c',
  ]
  const { id, text } = await build(docker, dockerfile.join('\n'))
  expect(text).toContain('Step 3/6 : FROM scratch\n ---> \n')
  const { RootFS } = await docker.dockerode.getImage(id!).inspect()
  expect(RootFS.Layers).toHaveLength(3)
  const only = await build(docker, dockerfile.join('\n'), { target: 'ONE' })
  expect(only.text).toContain('Step 2/2 : RUN echo made > /made\n')
})

test('q tells the id alone, or all when the build fails', async ({ docker }) => {
  await withBusybox(docker)
  const { lines } = await build(docker, 'FROM busybox\nCMD x\n', { q: true })
  expect(lines).toEqual([{ stream: expect.stringMatching(/^sha256:[0-9a-f]{64}\n$/) }])
  const failed = await build(docker, 'FROM busybox\nRUN false\n', { q: true })
  expect(failed.text).toMatch(/^Step 1\/2 : FROM busybox\n/)
  expect(failed.failure?.errorDetail?.code).toBe(1)
})

test('a base that is not there is pulled', async ({ docker }) => {
  const { text, lines } = await build(docker, 'FROM alpine:3.22\nRUN cat /etc/os-release\n')
  expect(lines).toContainEqual(expect.objectContaining({ status: 'Pulling from library/alpine', id: '3.22' }))
  expect(text).toContain('ID=alpine\n')
})

test('a build is told in the events of its containers and images', async ({ docker }) => {
  await withBusybox(docker)
  const since = Math.floor(Date.now() / 1000) - 1
  await build(docker, 'FROM busybox\nRUN true\n', { t: 'told' })
  const until = Math.floor(Date.now() / 1000) + 1
  const events = (await docker.dockerode.getEvents({ since, until })) as NodeJS.ReadableStream
  let text = ''
  for await (const chunk of events) text += String(chunk)
  const actions = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { Type: string; Action: string })
    .filter(({ Type, Action }) => Type !== 'network' && Action !== 'pull')
  expect(actions.map(({ Type, Action }) => `${Type} ${Action}`)).toEqual([
    'container create',
    'container attach',
    'container start',
    'container die',
    'image create',
    'container destroy',
    'image tag',
  ])
})
