// What dockerd counts of parts that nothing here moves: the swarm and its store, the log buffers.
import { Histogram, USUAL_BOUNDS } from '../../../codec/histogram.ts'
import type { Family } from '../../../codec/prometheus-text.ts'

const doubled = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Number((first * 2 ** index).toFixed(3)))
/** etcd's, in seconds */
const FINE = doubled(0.001, 14)
const COARSE = doubled(0.1, 10)

const timer = (name: string, help: string, bounds: readonly number[] = USUAL_BOUNDS): Family => ({
  name,
  help,
  type: 'histogram',
  samples: [{ value: new Histogram(bounds) }],
})

const zero = (name: string, help: string, type: 'gauge' | 'counter' = 'gauge'): Family => ({
  name,
  help,
  type,
  samples: [{ value: 0 }],
})

const zeros = (name: string, help: string, type: 'gauge' | 'counter', label: string, values: string): Family => ({
  name,
  help,
  type,
  samples: values.split(' ').map((value) => ({ labels: { [label]: value }, value: 0 })),
})

export const idleFamilies: readonly Family[] = [
  zeros(
    'builder_builds_failed_total',
    'Number of failed image builds',
    'counter',
    'reason',
    'build_canceled build_target_not_reachable_error command_not_supported_error dockerfile_empty_error dockerfile_syntax_error error_processing_commands_error missing_onbuild_arguments_error unknown_instruction_error',
  ),
  timer(
    'etcd_debugging_snap_save_marshalling_duration_seconds',
    'The marshalling cost distributions of save called by snapshot.',
    FINE,
  ),
  timer(
    'etcd_debugging_snap_save_total_duration_seconds',
    'The total latency distributions of save called by snapshot.',
    FINE,
  ),
  timer('etcd_disk_wal_fsync_duration_seconds', 'The latency distributions of fsync called by WAL.', FINE),
  zero('etcd_disk_wal_write_bytes_total', 'Total number of bytes written in WAL.'),
  timer('etcd_disk_wal_write_duration_seconds', 'The latency distributions of write called by WAL.', FINE),
  timer('etcd_snap_db_fsync_duration_seconds', 'The latency distributions of fsyncing .snap.db file', FINE),
  timer('etcd_snap_db_save_total_duration_seconds', 'The total latency distributions of v3 snapshot save', COARSE),
  timer('etcd_snap_fsync_duration_seconds', 'The latency distributions of fsync called by snap.', FINE),
  zero(
    'logger_log_entries_size_greater_than_buffer_total',
    'Number of log entries which are larger than the log buffer',
    'counter',
  ),
  zero('logger_log_read_operations_failed_total', 'Number of log reads from container stdio that failed', 'counter'),
  zero('logger_log_write_operations_failed_total', 'Number of log write operations that failed', 'counter'),
  timer(
    'swarm_dispatcher_scheduling_delay_seconds',
    'Scheduling delay is the time a task takes to go from NEW to RUNNING state.',
  ),
  zero('swarm_manager_configs_total', 'The number of configs in the cluster object store'),
  zero('swarm_manager_leader', 'Indicates if this manager node is a leader'),
  zero('swarm_manager_networks_total', 'The number of networks in the cluster object store'),
  zeros('swarm_manager_nodes', 'The number of nodes', 'gauge', 'state', 'disconnected down ready unknown'),
  zero('swarm_manager_secrets_total', 'The number of secrets in the cluster object store'),
  zero('swarm_manager_services_total', 'The number of services in the cluster object store'),
  zeros(
    'swarm_manager_tasks_total',
    'The number of tasks in the cluster object store',
    'gauge',
    'state',
    'accepted assigned complete failed new orphaned pending preparing ready rejected remove running shutdown starting',
  ),
  zero('swarm_node_manager', 'Whether this node is a manager or not'),
  timer('swarm_raft_snapshot_latency_seconds', 'Raft snapshot create latency.'),
  timer('swarm_raft_transaction_latency_seconds', 'Raft transaction latency.'),
  timer('swarm_store_batch_latency_seconds', 'Raft store batch latency.'),
  timer('swarm_store_lookup_latency_seconds', 'Raft store read latency.'),
  timer('swarm_store_memory_store_lock_duration_seconds', 'Duration for which the raft memory store lock was held.'),
  timer('swarm_store_read_tx_latency_seconds', 'Raft store read tx latency.'),
  timer('swarm_store_write_tx_latency_seconds', 'Raft store write tx latency.'),
]
