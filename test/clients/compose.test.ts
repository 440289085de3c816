// docker compose takes a project of three services up and down.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from '../fixture.ts'
import { runCompose, withoutCompose } from './compose.ts'

const project = `
services:
  db:
    image: postgres:16
    environment: { POSTGRES_PASSWORD: secret }
    healthcheck: { test: ["CMD", "pg_isready"], interval: 1s, retries: 10 }
    volumes: ["data:/var/lib/postgresql/data"]
    networks: [back]
  web:
    image: nginx
    depends_on: { db: { condition: service_healthy } }
    ports: ["8080:80"]
    networks: [back, front]
  worker:
    image: alpine
    command: sh -c 'echo working; sleep 1000'
    stop_grace_period: 0s
    networks: [back]
  debug:
    image: busybox
    profiles: [debug]
    command: sleep 1000
volumes: { data: {} }
networks: { back: {}, front: {} }
`

describe.skipIf(withoutCompose)(`docker compose ${withoutCompose ? '(which is not on this machine)' : ''}`, () => {
  test('brings up, lists, scales and takes down a project of services that wait for each other', async ({ docker }) => {
    const directory = mkdtempSync(join(tmpdir(), 'mockerd-compose-'))
    writeFileSync(join(directory, 'compose.yaml'), project)
    const run = (...args: string[]): Promise<string> => runCompose(docker, directory, ...args)
    const running = async (): Promise<string[]> =>
      (await docker.dockerode.listContainers()).map(({ Labels }) => Labels['com.docker.compose.service']!).sort()
    try {
      await run('up', '-d')
      expect(await running()).toEqual(['db', 'web', 'worker'])
      const [db] = await docker.dockerode.listContainers({ filters: { health: ['healthy'] } })
      expect(db?.Labels['com.docker.compose.service']).toBe('db')
      expect(await run('ps')).toContain('8080->80/tcp')
      expect(await run('logs', 'worker')).toContain('working')
      expect(await run('exec', '-T', 'web', 'cat', '/etc/nginx/nginx.conf')).toContain('worker_processes')

      await run('up', '-d', '--scale', 'worker=3')
      expect(await running()).toEqual(['db', 'web', 'worker', 'worker', 'worker'])
      expect((await docker.dockerode.listNetworks()).map(({ Name }) => Name)).toEqual(
        expect.arrayContaining(['shop_back', 'shop_front']),
      )

      await run('down', '-v')
      expect(await docker.dockerode.listContainers({ all: true })).toEqual([])
      expect((await docker.dockerode.listVolumes()).Volumes ?? []).toEqual([])
      expect((await docker.dockerode.listNetworks()).map(({ Name }) => Name).sort()).toEqual(['bridge', 'host', 'none'])
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  }, 60_000)
})
