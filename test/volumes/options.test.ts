// What the options of volumes mount in their place.
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

async function said(docker: TestDaemon, script: string, Binds: string[]): Promise<string> {
  const box = await docker.run('busybox', ['sh', '-c', script], { HostConfig: { Binds } })
  await box.wait()
  const text = String(await box.logs({ stdout: true, stderr: true }))
  return text.replaceAll(/[\0-\x02]\0\0\0..../gs, '')
}

test('a volume in memory is shared by those who use it, is as large as it says, and empty when they have ended', async ({
  docker,
}) => {
  const DriverOpts = { type: 'tmpfs', device: 'tmpfs', o: 'size=1m,uid=7' }
  await docker.dockerode.createVolume({ Name: 'memory', DriverOpts })
  const holder = await docker.run('busybox', ['sleep', '1000'], { HostConfig: { Binds: ['memory:/held'] } })
  const script =
    'grep " /m " /proc/mounts; stat -c "%a %u" /m; dd if=/dev/zero of=/m/x bs=1k 2> /dev/null; wc -c < /m/x'
  expect(await said(docker, script, ['memory:/m'])).toBe(
    'tmpfs /m tmpfs rw,relatime,size=1024k,uid=7 0 0\n1777 7\n1048576\n',
  )
  expect(await said(docker, 'ls /m', ['memory:/m:ro'])).toBe('x\n')
  await holder.kill()
  expect(await said(docker, 'ls /m', ['memory:/m'])).toBe('')
})

test('a volume of a directory of the host shows it', async ({ docker }) => {
  await said(docker, 'echo there > /x/f', ['/srv/data:/x'])
  await docker.dockerode.createVolume({ Name: 'bound', DriverOpts: { type: 'none', o: 'bind', device: '/srv/data' } })
  expect(await said(docker, 'cat /x/f; echo back > /x/g', ['bound:/x'])).toBe('there\n')
  expect(await said(docker, 'cat /x/g', ['/srv/data:/x'])).toBe('back\n')
})

test('a volume of a directory that is not there is made, and refuses the start', async ({ docker }) => {
  const DriverOpts = { type: 'none', o: 'bind', device: '/srv/missing' }
  await docker.dockerode.createVolume({ Name: 'bound', DriverOpts })
  const box = await docker.create('busybox', ['true'], { HostConfig: { Binds: ['bound:/x'] } })
  const place = '/var/lib/docker/volumes/bound/_data'
  await expect(box.start()).rejects.toMatchObject({
    statusCode: 500,
    json: {
      message: `error while mounting volume '${place}': failed to mount local volume: mount /srv/missing:${place}, flags: 0x1000: no such file or directory`,
    },
  })
  expect((await box.inspect()).State.Status).toBe('created')
})

test('a prune leaves volumes that are mounted from elsewhere', async ({ docker }) => {
  await docker.dockerode.createVolume({ Name: 'memory', DriverOpts: { type: 'tmpfs', device: 'tmpfs' } })
  await docker.dockerode.createVolume({ Name: 'own' })
  expect((await docker.dockerode.pruneVolumes({ filters: { all: ['true'] } })).VolumesDeleted).toEqual(['own'])
})

test('a tmpfs and a volume are as old as their use, and directories in memory take no room', async ({ docker }) => {
  const HostConfig = { Binds: ['fresh:/v'], Tmpfs: { '/t': 'size=16k' } }
  const script =
    'mkdir /t/a /t/b; touch /t/c; dd if=/dev/zero of=/t/x bs=4k count=9; wc -c < /t/x; stat -c %s /t/a; find /t /v -maxdepth 0 -mtime +1'
  const box = await docker.run('busybox', ['sh', '-c', script], { HostConfig, Tty: true })
  await box.wait()
  expect(String(await box.logs({ stdout: true })).replaceAll('\r', '')).toBe(
    "dd: error writing '/t/x': No space left on device\n5+0 records in\n4+0 records out\n16384\n40\n",
  )
})
