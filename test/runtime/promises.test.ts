// What the options of docker run promise to the processes inside: capabilities, groups, limits, cgroups, memory.
import { expect, test } from 'vitest'
import { createMachine } from '../../src/runtime/create-machine.ts'
import type { MachineOptions } from '../../src/runtime/machine.ts'
import type { NetworkInterface } from '../../src/runtime/network/interface.ts'
import { NetworkNamespace } from '../../src/runtime/network/namespace.ts'
import { seededRandom } from '../../src/world/random.ts'
import { realClock } from '../../src/world/real-clock.ts'
import { busyboxRoot, programs, Run } from './container.ts'

/** Docker's usual set, and bits of it. */
const USUAL = 0xa80425fbn
const CHOWN = 1n << 0n
const DAC_OVERRIDE = 1n << 1n
const KILL = 1n << 5n
const SETGID = 1n << 6n
const SETUID = 1n << 7n

interface Asked extends Partial<MachineOptions> {
  readonly user?: string
  readonly groups?: readonly string[]
  readonly privileged?: boolean
}

async function sh(script: string, { user, groups, privileged, ...options }: Asked = {}) {
  const machine = createMachine(
    {
      hostname: 'box',
      mounts: [{ at: '/', tree: busyboxRoot(), type: 'overlay' }],
      capabilities: USUAL,
      ...options,
    },
    { clock: realClock(), random: seededRandom('promises'), programs },
  )
  const spec = { ...(user !== undefined && { user }), ...(groups && { groups }), ...(privileged && { privileged }) }
  const run = new Run({ ...machine, start: (given) => machine.start({ ...given, ...spec }) }, ['sh', '-c', script], {})
  const { code } = await run.exited
  return { stdout: run.stdout, stderr: run.stderr, code }
}

const capabilities = 'grep -E "Cap(Eff|Bnd)" /proc/self/status | cut -f2'

test('the capabilities of a container show in /proc/self/status; a user who is not root has none in effect', async () => {
  expect((await sh(capabilities)).stdout).toBe('00000000a80425fb\n00000000a80425fb\n')
  expect((await sh(capabilities, { user: '33' })).stdout).toBe('0000000000000000\n00000000a80425fb\n')
})

test('docker exec --privileged has every capability', async () => {
  expect((await sh(capabilities, { privileged: true })).stdout).toBe('000001ffffffffff\n000001ffffffffff\n')
})

test('without CAP_CHOWN root cannot give files away, but give its own to itself', async () => {
  const { stdout, stderr } = await sh('chown 1 /etc/passwd; chown 0 /etc/passwd; echo $?', {
    capabilities: USUAL & ~CHOWN,
  })
  expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: 'chown: /etc/passwd: Operation not permitted\n' })
})

test('without CAP_DAC_OVERRIDE permissions hold for root too', async () => {
  const { stderr } = await sh('chmod 000 /etc/passwd; cat /etc/passwd', { capabilities: USUAL & ~DAC_OVERRIDE })
  expect(stderr).toBe("cat: can't open '/etc/passwd': Permission denied\n")
})

test('without CAP_SETGID or CAP_SETUID nobody becomes another user', async () => {
  const become = 'su -s /bin/sh daemon -c id'
  expect((await sh(become, { capabilities: USUAL & ~SETGID })).stderr).toBe(
    "su: can't set groups: Operation not permitted\n",
  )
  expect((await sh(become, { capabilities: USUAL & ~SETUID })).stderr).toBe('su: setuid: Operation not permitted\n')
})

test('without CAP_KILL root cannot kill the processes of others', async () => {
  const script =
    'su -s /bin/sh daemon -c "exec sleep 9" & while [ "$(stat -c %u /proc/$!)" = 0 ]; do :; done; kill $!; echo $?'
  expect((await sh(script, { capabilities: USUAL & ~KILL })).stdout).toBe('1\n')
  expect((await sh(script)).stdout).toBe('0\n')
})

test('--group-add gives groups by name or number and refuses unknown names', async () => {
  expect((await sh('id -G', { groups: ['100', 'daemon'] })).stdout).toBe('0 1 10 100\n')
  await expect(sh('id', { groups: ['nosuch'] })).rejects.toThrow(
    'unable to find group nosuch: no matching entries in group file',
  )
})

test('--ulimit sets what ulimit and /proc/self/limits show; nobody raises a hard limit', async () => {
  const script = 'ulimit -n; ulimit -Hn; ulimit -n 150; ulimit -n; ulimit -n 300; grep "open files" /proc/self/limits'
  const { stdout, stderr } = await sh(script, { ulimits: [{ name: 'nofile', soft: 100, hard: 200 }] })
  const line = 'Max open files            150                  150                  files     \n'
  expect(stdout).toBe(`100\n200\n150\n${line}`)
  expect(stderr).toBe('sh: error setting limit: Operation not permitted\n')
})

test('--sysctl sets what is under /proc/sys; one that the kernel does not have is refused', async () => {
  const name = 'net.ipv4.ip_unprivileged_port_start'
  const script = `cat /proc/sys/${name.replaceAll('.', '/')} /proc/sys/net/core/somaxconn; echo 1 > /proc/sys/net/core/somaxconn`
  const { stdout, stderr } = await sh(script, { sysctls: { [name]: '7' } })
  expect(stdout).toBe('7\n4096\n')
  expect(stderr).toContain('Read-only file system')
  await expect(sh('true', { sysctls: { 'net.ipv4.nosuch': '1' } })).rejects.toThrow(
    'error during container init: open /proc/sys/net/ipv4/nosuch: no such file or directory',
  )
})

const networkOf = (...interfaces: NetworkInterface[]): NetworkNamespace =>
  new NetworkNamespace({ interfaces: () => interfaces, neighbour: () => undefined })

test('a container sees lo and the interfaces of the networks that it is in', async () => {
  const script = 'ls /sys/class/net; cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d " "'
  expect((await sh(script, { network: networkOf() })).stdout).toBe('lo\nlo\n')
  const eth0 = { name: 'eth0', mac: '02:42:ac:11:00:05', address: '172.17.0.5', prefix: 16, gateway: '172.17.0.1' }
  expect((await sh(script, { network: networkOf(eth0) })).stdout).toBe('eth0\nlo\nlo\neth0\n')
  const routes = await sh('cat /sys/class/net/eth0/address; tail -n +2 /proc/net/route | cut -f1-4', {
    network: networkOf(eth0),
  })
  expect(routes.stdout).toBe('02:42:ac:11:00:05\neth0\t00000000\t010011AC\t0003\neth0\t000011AC\t00000000\t0001\n')
})

test('limits show in the files of cgroup v1', async () => {
  const limits = { memory: 33_554_432, pids: 50 }
  const cgroup = { version: '1', path: '/docker/abc', cpuQuota: 150_000, cpuShares: 512 } as const
  const script =
    'cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes pids/pids.max cpu/cpu.cfs_quota_us cpu/cpu.shares; head -n 1 /proc/self/cgroup'
  const { stdout } = await sh(script, { limits, cgroup })
  expect(stdout).toBe('33554432\n50\n150000\n512\n9:name=systemd:/docker/abc\n')
})

test('limits show in the files of cgroup v2', async () => {
  const limits = { memory: 33_554_432, pids: 50 }
  const cgroup = { version: '2', path: '/', cpuQuota: 150_000, memorySwap: 67_108_864 } as const
  const script = 'cd /sys/fs/cgroup; cat memory.max memory.swap.max pids.max cpu.max /proc/self/cgroup'
  expect((await sh(script, { limits, cgroup })).stdout).toBe('33554432\n33554432\n50\n150000 100000\n0::/\n')
})

test.each([
  'tail /dev/zero',
  'sort /dev/zero',
  'grep x /dev/zero',
  'dd if=/dev/zero of=/dev/null bs=64M count=1',
  'awk "BEGIN { s = \\"x\\"; while (1) s = s s }"',
])('a container without memory left loses the process that wants more: %s', async (command) => {
  let kills = 0
  const options = { limits: { memory: 16 * 1024 * 1024 }, outOfMemory: () => kills++ }
  const { stdout, stderr, code } = await sh(`${command}; echo $?`, options)
  expect({ stdout, stderr, code, kills }).toEqual({ stdout: '137\n', stderr: 'Killed\n', code: 0, kills: 1 })
})
