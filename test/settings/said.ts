// What a command prints in a container of its own.
import type { HostConfig } from 'dockerode'
import type { TestDaemon } from '../test-daemon.ts'

/** In BusyBox; the container is gone afterwards. Both of its streams, as a terminal shows them. */
export async function said(daemon: TestDaemon, command: string, HostConfig: HostConfig = {}): Promise<string> {
  const container = await daemon.run('busybox', ['sh', '-c', command], { Tty: true, HostConfig })
  await container.wait()
  const text = String(await container.logs({ stdout: true, stderr: true })).replaceAll('\r\n', '\n')
  await container.remove()
  return text
}
