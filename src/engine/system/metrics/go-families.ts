// What a program in Go says of itself. differs: there is no Go here; these are made of what node says of its memory.

import type { Family } from '../../../codec/prometheus-text.ts'
import { ownProcess } from '../../../world/own-process.ts'
import { isUp } from '../../containers/state.ts'
import type { Engine } from '../../engine.ts'

interface Facts {
  readonly engine: Engine
  readonly heap: NodeJS.MemoryUsage
  /** objects that such a heap would hold */
  readonly objects: number
}

/** bytes that an object takes in the mean */
const OBJECT = 160

/** How many objects a heap of so many bytes would hold. */
export const objectsIn = (bytes: number): number => Math.floor(bytes / OBJECT)

const running = (engine: Engine): number => [...engine.containers.all()].filter(({ state }) => isUp(state)).length

type Row = readonly [name: string, type: 'gauge' | 'counter', read: (facts: Facts) => number, help: string]

const rows: readonly Row[] = [
  [
    'go_gc_gogc_percent',
    'gauge',
    () => 100,
    'Heap size target percentage configured by the user, otherwise 100. This value is set by the GOGC environment variable, and the runtime/debug.SetGCPercent function. Sourced from /gc/gogc:percent.',
  ],
  [
    'go_gc_gomemlimit_bytes',
    'gauge',
    () => 2 ** 63,
    'Go runtime memory limit configured by the user, otherwise math.MaxInt64. This value is set by the GOMEMLIMIT environment variable, and the runtime/debug.SetMemoryLimit function. Sourced from /gc/gomemlimit:bytes.',
  ],
  ['go_goroutines', 'gauge', ({ engine }) => 50 + 3 * running(engine), 'Number of goroutines that currently exist.'],
  [
    'go_memstats_alloc_bytes',
    'gauge',
    ({ heap }) => heap.heapUsed,
    'Number of bytes allocated in heap and currently in use. Equals to /memory/classes/heap/objects:bytes.',
  ],
  [
    'go_memstats_alloc_bytes_total',
    'counter',
    ({ heap }) => 2 * heap.heapUsed,
    'Total number of bytes allocated in heap until now, even if released already. Equals to /gc/heap/allocs:bytes.',
  ],
  [
    'go_memstats_buck_hash_sys_bytes',
    'gauge',
    () => 0,
    'Number of bytes used by the profiling bucket hash table. Equals to /memory/classes/profiling/buckets:bytes.',
  ],
  [
    'go_memstats_frees_total',
    'counter',
    ({ objects }) => objects,
    'Total number of heap objects frees. Equals to /gc/heap/frees:objects + /gc/heap/tiny/allocs:objects.',
  ],
  [
    'go_memstats_gc_sys_bytes',
    'gauge',
    () => 0,
    'Number of bytes used for garbage collection system metadata. Equals to /memory/classes/metadata/other:bytes.',
  ],
  [
    'go_memstats_heap_alloc_bytes',
    'gauge',
    ({ heap }) => heap.heapUsed,
    'Number of heap bytes allocated and currently in use, same as go_memstats_alloc_bytes. Equals to /memory/classes/heap/objects:bytes.',
  ],
  [
    'go_memstats_heap_idle_bytes',
    'gauge',
    ({ heap }) => heap.heapTotal - heap.heapUsed,
    'Number of heap bytes waiting to be used. Equals to /memory/classes/heap/released:bytes + /memory/classes/heap/free:bytes.',
  ],
  [
    'go_memstats_heap_inuse_bytes',
    'gauge',
    ({ heap }) => heap.heapUsed,
    'Number of heap bytes that are in use. Equals to /memory/classes/heap/objects:bytes + /memory/classes/heap/unused:bytes',
  ],
  [
    'go_memstats_heap_objects',
    'gauge',
    ({ objects }) => objects,
    'Number of currently allocated objects. Equals to /gc/heap/objects:objects.',
  ],
  [
    'go_memstats_heap_released_bytes',
    'gauge',
    () => 0,
    'Number of heap bytes released to OS. Equals to /memory/classes/heap/released:bytes.',
  ],
  [
    'go_memstats_heap_sys_bytes',
    'gauge',
    ({ heap }) => heap.heapTotal,
    'Number of heap bytes obtained from system. Equals to /memory/classes/heap/objects:bytes + /memory/classes/heap/unused:bytes + /memory/classes/heap/released:bytes + /memory/classes/heap/free:bytes.',
  ],
  [
    'go_memstats_last_gc_time_seconds',
    'gauge',
    ({ engine }) => Math.floor(engine.world.clock.now() / 1000),
    'Number of seconds since 1970 of last garbage collection.',
  ],
  [
    'go_memstats_mallocs_total',
    'counter',
    ({ objects }) => 2 * objects,
    'Total number of heap objects allocated, both live and gc-ed. Semantically a counter version for go_memstats_heap_objects gauge. Equals to /gc/heap/allocs:objects + /gc/heap/tiny/allocs:objects.',
  ],
  [
    'go_memstats_mcache_inuse_bytes',
    'gauge',
    () => 0,
    'Number of bytes in use by mcache structures. Equals to /memory/classes/metadata/mcache/inuse:bytes.',
  ],
  [
    'go_memstats_mcache_sys_bytes',
    'gauge',
    () => 0,
    'Number of bytes used for mcache structures obtained from system. Equals to /memory/classes/metadata/mcache/inuse:bytes + /memory/classes/metadata/mcache/free:bytes.',
  ],
  [
    'go_memstats_mspan_inuse_bytes',
    'gauge',
    () => 0,
    'Number of bytes in use by mspan structures. Equals to /memory/classes/metadata/mspan/inuse:bytes.',
  ],
  [
    'go_memstats_mspan_sys_bytes',
    'gauge',
    () => 0,
    'Number of bytes used for mspan structures obtained from system. Equals to /memory/classes/metadata/mspan/inuse:bytes + /memory/classes/metadata/mspan/free:bytes.',
  ],
  [
    'go_memstats_next_gc_bytes',
    'gauge',
    ({ heap }) => heap.heapTotal,
    'Number of heap bytes when next garbage collection will take place. Equals to /gc/heap/goal:bytes.',
  ],
  [
    'go_memstats_other_sys_bytes',
    'gauge',
    ({ heap }) => heap.external,
    'Number of bytes used for other system allocations. Equals to /memory/classes/other:bytes.',
  ],
  [
    'go_memstats_stack_inuse_bytes',
    'gauge',
    () => 0,
    'Number of bytes obtained from system for stack allocator in non-CGO environments. Equals to /memory/classes/heap/stacks:bytes.',
  ],
  [
    'go_memstats_stack_sys_bytes',
    'gauge',
    () => 0,
    'Number of bytes obtained from system for stack allocator. Equals to /memory/classes/heap/stacks:bytes + /memory/classes/os-stacks:bytes.',
  ],
  [
    'go_memstats_sys_bytes',
    'gauge',
    ({ heap }) => heap.rss,
    'Number of bytes obtained from system. Equals to /memory/classes/total:byte.',
  ],
  [
    'go_sched_gomaxprocs_threads',
    'gauge',
    ({ engine }) => engine.host.processors,
    'The current runtime.GOMAXPROCS setting, or the number of operating system threads that can execute user-level Go code simultaneously. Sourced from /sched/gomaxprocs:threads.',
  ],
  ['go_threads', 'gauge', ({ engine }) => 8 + engine.host.processors, 'Number of OS threads created.'],
]

/** `go_*` */
export function goFamilies(engine: Engine): Family[] {
  const { memory: heap } = ownProcess()
  const facts: Facts = { engine, heap, objects: objectsIn(heap.heapUsed) }
  return [
    {
      name: 'go_gc_duration_seconds',
      type: 'summary',
      help: 'A summary of the wall-time pause (stop-the-world) duration in garbage collection cycles.',
      samples: [
        ...['0', '0.25', '0.5', '0.75', '1'].map((quantile) => ({ labels: { quantile }, value: 0 })),
        { suffix: '_sum', value: 0 },
        { suffix: '_count', value: 0 },
      ],
    },
    {
      name: 'go_info',
      type: 'gauge',
      help: 'Information about the Go environment.',
      samples: [{ labels: { version: engine.persona.goVersion }, value: 1 }],
    },
    ...rows.map(([name, type, read, help]): Family => ({ name, type, help, samples: [{ value: read(facts) }] })),
  ]
}
