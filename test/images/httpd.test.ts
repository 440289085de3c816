// The simulated image httpd: serves its container's files over the published port.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { dockerTest } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import { tarBytes, tarEntry } from '../tars.ts'
import type { TestDaemon } from '../test-daemon.ts'

const test = dockerTest(() => ({ publish: 'loopback' }))

async function httpd(
  docker: TestDaemon,
): Promise<{ container: Dockerode.Container; url: string; log(): Promise<string> }> {
  const container = await docker.create('httpd:alpine', undefined, { HostConfig: { PublishAllPorts: true } })
  const { stdout, stderr } = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  await stderr.shows(/resuming normal operations/)
  const { Ports } = (await container.inspect()).NetworkSettings
  return { container, url: `http://127.0.0.1:${Ports['80/tcp']![0]!.HostPort}`, log: () => stdout.shows(/HTTP/) }
}

test('httpd serves its page, and what docker cp puts beside it', async ({ docker }) => {
  const { container, url, log } = await httpd(docker)
  expect(await (await fetch(url)).text()).toContain('It works!')
  expect(await log()).toMatch(/^172\.17\.0\.1 - - \[.*\] "GET \/ HTTP\/1\.1" 200 \d+\n/)
  const archive = await tarBytes([tarEntry('shop/style.css', 'body {}')])
  await container.putArchive(archive, { path: '/usr/local/apache2/htdocs' })
  const style = await fetch(`${url}/shop/style.css`, { headers: { range: 'bytes=0-3' } })
  expect([style.status, style.headers.get('content-type'), await style.text()]).toEqual([206, 'text/css', 'body'])
  const known = await fetch(`${url}/shop/style.css`)
  expect(known.headers.get('server')).toMatch(/^Apache\/2\.4/)
  const headers = { 'if-none-match': known.headers.get('etag')! }
  expect((await fetch(`${url}/shop/style.css`, { headers })).status).toBe(304)
})

test('httpd says what is missing, forbidden, elsewhere, or not to be done', async ({ docker }) => {
  const { container, url } = await httpd(docker)
  const exec = await container.exec({ Cmd: ['mkdir', 'htdocs/empty'], AttachStdout: true })
  await demultiplexed(await exec.start({})).stdout.whole()
  const status = async (path: string, method = 'GET') =>
    (await fetch(url + path, { method, redirect: 'manual' })).status
  expect(await status('/nothing')).toBe(404)
  expect(await status('/empty/')).toBe(403)
  expect(await status('/empty')).toBe(301)
  expect(await status('/', 'DELETE')).toBe(405)
  expect(await status('/..%2f..%2fconf/httpd.conf')).toBe(400)
})

test('httpd ends gracefully when it is stopped', async ({ docker }) => {
  const { container } = await httpd(docker)
  await container.stop()
  expect((await container.inspect()).State.ExitCode).toBe(0)
  expect((await container.logs({ stderr: true })).toString()).toContain('caught SIGWINCH, shutting down gracefully')
})
