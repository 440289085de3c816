// What releases look at first in an update, and where they say that an archive does not fit.
import { expect, test } from 'vitest'
import { tarBytes, tarEntry } from '../tars.ts'
import { startTestDaemon } from '../test-daemon.ts'

const message = (error: { statusCode: number; json: { message: string } }): string =>
  `${error.statusCode} ${error.json.message}`

test.each([
  ['20.10', '404 No such container: nosuch'],
  ['23.0', '400 Minimum memory limit allowed is 6MB'],
  ['28.5', '400 Minimum memory limit allowed is 6MB'],
])('Docker Engine %s is asked for the wrong limit of no container: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  expect(await daemon.dockerode.getContainer('nosuch').update({ Memory: 1024 }).catch(message)).toBe(words)
})

test.each([
  [
    '20.10',
    '500 Error processing tar file(exit status 1): cannot overwrite non-directory "/etc/passwd" with directory',
  ],
  ['27.5', '500 cannot overwrite non-directory "/etc/passwd" with directory'],
])('Docker Engine %s tells the whole path of what an archive may not overwrite: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  const container = await daemon.create('busybox', ['true'])
  const put = async (path: string, name: string): Promise<unknown> =>
    container.putArchive(await tarBytes([tarEntry(name)]), { path, noOverwriteDirNonDir: '1' }).catch(message)
  expect(await put('/', 'etc/passwd/')).toBe(`${words} "/"`)
  expect(await put('/etc', 'passwd/')).toBe(`${words} "/etc"`)
})
