// A linked container has a name more for each link: `/web/db` is what `web` calls its database.
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

const linked = (docker: TestDaemon, name: string, ...Links: string[]) =>
  docker.create('busybox', ['true'], { name, HostConfig: { Links } })

/** The names of all containers, the newest first. */
const names = async ({ dockerode }: TestDaemon): Promise<string[][]> =>
  (await dockerode.listContainers({ all: true })).map(({ Names }) => Names)

test('a container is listed with what others call it, and is found by that', async ({ docker }) => {
  const db = await docker.create('busybox', ['true'], { name: 'db' })
  await names(docker)
  await linked(docker, 'web', 'db')
  const app = await linked(docker, 'app', 'db:store', 'web:store', 'db:other')
  expect(await names(docker)).toEqual([['/app'], ['/web'], ['/app/other', '/app/store', '/db', '/web/db']])
  expect(await docker.dockerode.getContainer('app/store').inspect()).toMatchObject({ Id: db.id, Name: '/db' })
  await app.rename({ name: 'site' })
  expect(await names(docker)).toEqual([['/site'], ['/web'], ['/db', '/site/other', '/site/store', '/web/db']])
  await app.remove()
  expect(await names(docker)).toEqual([['/web'], ['/db', '/web/db']])
})

test('removing a link leaves both containers', async ({ docker }) => {
  await docker.create('busybox', ['true'], { name: 'db' })
  const web = await linked(docker, 'web', 'db:one', 'db:two')
  await docker.dockerode.getContainer('web/one').remove({ link: true })
  expect(await names(docker)).toEqual([['/web'], ['/db', '/web/two']])
  expect((await web.inspect()).HostConfig.Links).toEqual(['/db:/web/two'])
  await docker.dockerode.getContainer('web/two').remove({ link: true })
  expect((await web.inspect()).HostConfig.Links).toBeNull()
})

test('a name of its own is no link to be removed, nor is what nobody calls it', async ({ docker }) => {
  const db = await docker.create('busybox', ['true'], { name: 'db' })
  await linked(docker, 'web', 'db:one/two')
  const removing = (name: string) => docker.dockerode.getContainer(name).remove({ link: true })
  const message = 'Conflict, cannot remove the default link name of the container'
  for (const name of ['db', db.id])
    await expect(removing(name)).rejects.toMatchObject({ statusCode: 500, json: { message } })
  await expect(removing('web/nosuch')).rejects.toMatchObject({
    statusCode: 404,
    json: { message: 'No such container: web/nosuch' },
  })
  await expect(removing('web/one/two')).rejects.toMatchObject({
    statusCode: 500,
    json: { message: 'Cannot get parent /web/one for link name /web/one/two' },
  })
})

test('who is linked to a container that is gone goes on showing it, and does not start', async ({ docker }) => {
  const db = await docker.create('busybox', ['true'], { name: 'db' })
  const web = await linked(docker, 'web', 'db')
  await db.remove()
  expect((await web.inspect()).HostConfig.Links).toEqual(['/db:/web/db'])
  await expect(web.start()).rejects.toMatchObject({
    statusCode: 500,
    json: { message: 'Cannot link to a non running container: /db AS /web/db' },
  })
})

test("a link to who shares another's network is one to that other, and none to who has the host's", async ({
  docker,
}) => {
  await docker.create('busybox', ['true'], { name: 'db' })
  await docker.create('busybox', ['true'], { name: 'side', HostConfig: { NetworkMode: 'container:db' } })
  await docker.create('busybox', ['true'], { name: 'wide', HostConfig: { NetworkMode: 'host' } })
  await linked(docker, 'web', 'side')
  expect(await names(docker)).toEqual([['/web'], ['/wide'], ['/side'], ['/db', '/web/side']])
  await expect(linked(docker, 'other', 'wide')).rejects.toMatchObject({
    statusCode: 400,
    json: {
      message:
        "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
    },
  })
})
