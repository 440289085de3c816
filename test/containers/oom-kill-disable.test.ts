// --oom-kill-disable: who wants more memory than there is waits (control groups of version 1).
import { expect, test } from 'vitest'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

const hungry = ['sh', '-c', 'x=a; while :; do x=$x$x; done']

const control = async (docker: TestDaemon, name: string): Promise<string> => {
  const shown = docker.dockerode.getContainer(name)
  const exec = await shown.exec({
    Cmd: ['cat', '/sys/fs/cgroup/memory/memory.oom_control'],
    AttachStdout: true,
    Tty: true,
  })
  let text = ''
  for await (const piece of await exec.start({ hijack: true, stdin: false, Tty: true })) text += piece
  return text.replaceAll('\r', '')
}

test('a container without a killer waits for memory until it is killed', async () => {
  await using docker = await startTestDaemon({ host: { cgroupVersion: '1' } })
  const HostConfig = { Memory: 16 * 1024 ** 2, OomKillDisable: true }
  const box = await docker.run('alpine', hungry, { name: 'box', HostConfig })
  await expect.poll(() => control(docker, 'box')).toBe('oom_kill_disable 1\nunder_oom 1\noom_kill 0\n')
  expect((await box.inspect()).State.Running).toBe(true)
  await box.kill()
  await box.wait()
  expect((await box.inspect()).State).toMatchObject({ OOMKilled: false, ExitCode: 137 })
})

test('any other is killed', async () => {
  await using docker = await startTestDaemon({ host: { cgroupVersion: '1' } })
  const box = await docker.run('alpine', hungry, { HostConfig: { Memory: 16 * 1024 ** 2 } })
  await box.wait()
  expect((await box.inspect()).State).toMatchObject({ OOMKilled: true, ExitCode: 137 })
})
