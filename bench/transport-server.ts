// mockerd's HTTP skin with operations that answer at once.
import type { OperationId } from '../src/api/call.ts'
import { json, type Reply } from '../src/api/reply.ts'
import type { Route } from '../src/gen/routes.ts'
import { createApp } from '../src/http/app.ts'
import { createServer } from '../src/http/server.ts'

const PING: Reply = {
  kind: 'text',
  status: 200,
  type: 'text/plain; charset=utf-8',
  text: 'OK',
  headers: {
    'Builder-Version': '2',
    'Cache-Control': 'no-cache, no-store, must-revalidate',
    Pragma: 'no-cache',
    Swarm: 'inactive',
  },
}

/** About as long as a container in a list. */
const container = (n: number): object => ({
  Id: String(n).padStart(64, 'a'),
  Names: [`/container-${n}`],
  Image: 'busybox',
  ImageID: `sha256:${'b'.repeat(64)}`,
  Command: 'sleep 1000',
  Created: 1_704_067_200,
  Ports: [],
  Labels: { 'com.example.stage': 'test' },
  State: 'running',
  Status: 'Up 2 seconds',
  HostConfig: { NetworkMode: 'bridge' },
  NetworkSettings: {
    Networks: { bridge: { NetworkID: 'c'.repeat(64), EndpointID: 'd'.repeat(64), IPAddress: '172.17.0.2' } },
  },
  Mounts: [],
})

const list = `${JSON.stringify(Array.from({ length: 1000 }, (_, n) => container(n)))}\n`

const one = container(1)

const operations: Readonly<Record<string, () => Reply>> = {
  SystemPing: () => PING,
  ContainerInspect: () => json(one),
  ContainerList: () => ({ kind: 'text', status: 200, type: 'application/json', text: list }),
}

const route = (path: string, operation: string): Route => ({
  operation: operation as OperationId,
  method: 'GET',
  path,
  body: 'none',
})

process.on('message', async ({ path }: { path: string }) => {
  const app = createApp({
    routes: [
      route('/_ping', 'SystemPing'),
      route('/containers/json', 'ContainerList'),
      { ...route('/containers/{id}/json', 'ContainerInspect'), greedy: ['id'] },
    ],
    dispatch: async (incoming) => operations[incoming.operation]!(),
    identity: {
      server: 'Docker/28.5.2 (linux)',
      apiVersion: '1.51',
      minApiVersion: '1.24',
      osType: 'linux',
      experimental: false,
    },
    now: Date.now,
  })
  await createServer(app).listen(`unix://${path}`)
  process.send?.('ready')
})
