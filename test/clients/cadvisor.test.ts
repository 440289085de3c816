// The cadvisor image: what it tells over HTTP of the containers of the daemon that it runs in.
import { describe, expect } from 'vitest'
import { dockerTest } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

const test = dockerTest(() => ({ publish: 'loopback' }))

const mounts = ['/:/rootfs:ro', '/var/run:/var/run:ro', '/sys:/sys:ro', '/var/lib/docker/:/var/lib/docker:ro']

/** Starts it as its own documentation does, and gives the address of its port. */
async function startCadvisor(docker: TestDaemon, Binds: readonly string[] = mounts): Promise<string> {
  const box = await docker.run('gcr.io/cadvisor/cadvisor:v0.49.1', undefined, {
    name: 'cadvisor',
    HostConfig: { Binds: [...Binds], PortBindings: { '8080/tcp': [{ HostPort: '' }] } },
  })
  const { NetworkSettings } = await box.inspect()
  const url = `http://127.0.0.1:${NetworkSettings.Ports['8080/tcp']![0]!.HostPort}`
  await expect
    .poll(() =>
      fetch(`${url}/healthz`).then(
        (reply) => reply.text(),
        () => '',
      ),
    )
    .toBe('ok')
  return url
}

const json = async <Value>(url: string): Promise<Value> => (await fetch(url)).json() as Promise<Value>

interface Info {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly spec: {
    readonly image?: string
    readonly labels?: Record<string, string>
    readonly memory: { limit?: number }
  }
  readonly stats: readonly { readonly memory: { usage: number; working_set: number } }[]
}

describe('cAdvisor', () => {
  test('tells of every container that runs, by its name in Docker', async ({ docker }) => {
    const Labels = { team: 'blue', 'mockerd.stats.memory': '64m' }
    const web = await docker.run('busybox', ['sleep', '1000'], { name: 'web', Labels, HostConfig: { Memory: 2 ** 27 } })
    const url = await startCadvisor(docker)
    const named = await json<Record<string, Info>>(`${url}/api/v1.3/docker/web`)
    const info = named[`/docker/${web.id}`]!
    expect(info).toMatchObject({ aliases: ['web', web.id], namespace: 'docker' })
    expect(info.spec).toMatchObject({ image: 'busybox', labels: { team: 'blue' }, memory: { limit: 2 ** 27 } })
    expect(info.stats.at(-1)!.memory).toMatchObject({ usage: 2 ** 26, working_set: 2 ** 26 })
    expect(Object.keys(await json(`${url}/api/v1.3/docker/`))).toHaveLength(2)
    const root = await json<Info & { subcontainers: unknown }>(`${url}/api/v1.3/containers`)
    expect([root.name, root.subcontainers]).toEqual(['/', [{ name: '/docker' }]])
    const below = await json<Info[]>(`${url}/api/v1.3/subcontainers/docker`)
    expect(below.map(({ name }) => name)).toContain(`/docker/${web.id}`)
  })

  test('gives its metrics to Prometheus, with labels and times', async ({ docker }) => {
    const web = await docker.run('busybox', ['sleep', '1000'], { name: 'web', Labels: { 'my.team': 'blue' } })
    const url = await startCadvisor(docker)
    const text = await (await fetch(`${url}/metrics`)).text()
    expect(text).toMatch(
      new RegExp(
        `^container_memory_usage_bytes\\{container_label_my_team="blue",id="/docker/${web.id}",image="busybox",name="web"\\} 409600 \\d{13}$`,
        'm',
      ),
    )
    expect(text).toMatch(/^container_cpu_usage_seconds_total\{.*cpu="total",.*name="web"\} [\d.e+-]+ \d{13}$/m)
    expect(text).toMatch(/^container_network_receive_bytes_total\{.*interface="eth0",name="web"\} \d+ \d{13}$/m)
    expect(text).toMatch(/^machine_memory_bytes\{.*\} 8\.327217152e\+09$/m)
    expect(text).toMatch(/^cadvisor_version_info\{.*cadvisorVersion="v0\.49\.1",.*\} 1$/m)
  })

  test('tells of the machine, and of itself', async ({ docker }) => {
    const url = await startCadvisor(docker)
    expect(await json(`${url}/api/v1.3/machine`)).toMatchObject({ num_cores: 4, memory_capacity: 8_327_217_152 })
    expect(await json(`${url}/api/v2.0/version`)).toBe('v0.49.1')
    expect(Object.keys(await json(`${url}/api/v2.0/stats/cadvisor?type=docker&count=1`))).toHaveLength(1)
    expect(await (await fetch(`${url}/validate/`)).text()).toContain('Docker version: [Supported and recommended]')
    expect(await (await fetch(`${url}/api/`)).text()).toBe('Supported API versions: v1.0,v1.1,v1.2,v1.3,v2.0,v2.1')
  })

  test('has pages that follow what happens', async ({ docker }) => {
    const url = await startCadvisor(docker)
    const first = await fetch(url, { redirect: 'manual' })
    expect([first.status, first.headers.get('location')]).toEqual([307, '/containers/'])
    await docker.run('busybox', ['sleep', '1000'], { name: 'late' })
    expect(await (await fetch(`${url}/docker/`)).text()).toContain('late (/docker/')
    expect((await fetch(`${url}/docker/late`)).status).toBe(200)
    expect((await fetch(`${url}/docker/nobody`)).status).toBe(404)
  })

  test('says in its own words that it does not know a container', async ({ docker }) => {
    const url = await startCadvisor(docker)
    const reply = await fetch(`${url}/api/v1.3/docker/nobody`)
    expect([reply.status, await reply.text()]).toEqual([
      500,
      'failed to get docker container "nobody" with error: unable to find Docker container "nobody"\n',
    ])
  })

  test('sees no other container without the mounts', async ({ docker }) => {
    const url = await startCadvisor(docker, [])
    expect(await json(`${url}/api/v1.3/docker/`)).toEqual({})
    expect((await json<Info>(`${url}/api/v1.3/containers`)).name).toBe('/')
  })
})
