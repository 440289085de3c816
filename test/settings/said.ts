// What a command prints in a container of its own.
import type { HostConfig } from 'dockerode'
import { wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

/** In BusyBox; the container is gone afterwards. Both of its streams, as a terminal shows them. */
export async function said(daemon: TestDaemon, command: string, HostConfig: HostConfig = {}): Promise<string> {
  const container = await daemon.run('busybox', ['sh', '-c', command], { Tty: true, HostConfig })
  await container.wait()
  // as a stream: the client takes a whole text for JSON if it can
  const text = await wholeText(await container.logs({ stdout: true, stderr: true, follow: true }))
  await container.remove()
  return text.replaceAll('\r\n', '\n')
}
