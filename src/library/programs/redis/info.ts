// What INFO says of a redis server, section by section.
import type { Server } from './server.ts'

type Section = (server: Server) => readonly string[]

const sections: Readonly<Record<string, Section>> = {
  Server: ({ version, process, runId, started, settings }) => {
    const seconds = Math.floor((process.now() - started) / 1000)
    return [
      `redis_version:${version}`,
      'redis_git_sha1:00000000',
      'redis_git_dirty:0',
      'redis_mode:standalone',
      'os:Linux x86_64',
      'arch_bits:64',
      'monotonic_clock:POSIX clock_gettime',
      'multiplexing_api:epoll',
      `process_id:${process.pid}`,
      'process_supervised:no',
      `run_id:${runId}`,
      `tcp_port:${settings.get('port')}`,
      `server_time_usec:${Math.floor(process.now() * 1000)}`,
      `uptime_in_seconds:${seconds}`,
      `uptime_in_days:${Math.floor(seconds / 86_400)}`,
      'hz:10',
      'configured_hz:10',
    ]
  },
  Clients: ({ clients, settings }) => [
    `connected_clients:${clients.size}`,
    'cluster_connections:0',
    `maxclients:${settings.get('maxclients')}`,
    `blocked_clients:${[...clients.values()].filter(({ wake }) => wake).length}`,
    `pubsub_clients:${[...clients.values()].filter(({ subscriptions }) => subscriptions > 0).length}`,
  ],
  Memory: ({ used, settings }) => [
    `used_memory:${used}`,
    `used_memory_human:${human(used)}`,
    `used_memory_dataset:${used}`,
    `maxmemory:${settings.get('maxmemory')}`,
    `maxmemory_policy:${settings.get('maxmemory-policy')}`,
    'mem_fragmentation_ratio:1.00',
  ],
  Persistence: ({ changes, lastSave, settings }) => [
    'loading:0',
    'async_loading:0',
    `rdb_changes_since_last_save:${changes}`,
    'rdb_bgsave_in_progress:0',
    `rdb_last_save_time:${Math.floor(lastSave / 1000)}`,
    'rdb_last_bgsave_status:ok',
    `aof_enabled:${Number(settings.get('appendonly') === 'yes')}`,
  ],
  Stats: ({ connections, commands, channels, patterns }) => [
    `total_connections_received:${connections}`,
    `total_commands_processed:${commands}`,
    `pubsub_channels:${channels.size}`,
    `pubsub_patterns:${patterns.size}`,
  ],
  Replication: () => ['role:master', 'connected_slaves:0', 'master_repl_offset:0', 'repl_backlog_active:0'],
  CPU: () => ['used_cpu_sys:0.000000', 'used_cpu_user:0.000000'],
  Modules: () => [],
  Cluster: () => ['cluster_enabled:0'],
  Keyspace: ({ inUse }) =>
    inUse
      .filter(({ size }) => size > 0)
      .map(({ index, size, expiring }) => `db${index}:keys=${size},expires=${expiring},avg_ttl=0`),
}

function human(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(2)}K` : `${(bytes / 1024 ** 2).toFixed(2)}M`
}

/** @param wanted names of sections; all of them if there are none */
export function infoText(server: Server, wanted: readonly string[]): string {
  const names = wanted.map((name) => name.toLowerCase())
  const all = names.length === 0 || names.some((name) => ['all', 'default', 'everything'].includes(name))
  return Object.entries(sections)
    .filter(([name]) => all || names.includes(name.toLowerCase()))
    .map(
      ([name, section]) =>
        `# ${name}\r\n${section(server)
          .map((line) => `${line}\r\n`)
          .join('')}`,
    )
    .join('\r\n')
}
