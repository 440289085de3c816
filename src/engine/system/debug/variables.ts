// GET /debug/vars: what Go's package expvar tells of dockerd's process.
import { ownProcess } from '../../../world/own-process.ts'
import type { Engine } from '../../engine.ts'
import { objectsIn } from '../metrics/go-families.ts'

/** Go keeps so many pauses (runtime.MemStats). */
const PAUSES = 256

/** Sizes of the classes that Go hands out memory in, in bytes (runtime/sizeclasses.go). */
const SIZES = [
  0, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480,
  512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864,
  5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432,
]

export interface DebugVariables {
  readonly cmdline: readonly string[]
  readonly memstats: Readonly<Record<string, unknown>>
}

/** Not mockerd's own command line, which may hold a token. */
export const commandLine = ({ host }: Engine): readonly string[] => ['/usr/bin/dockerd', '--data-root', host.root]

/** Everything of the process but its command line is made of what node says of its memory. */
export function debugVariables(engine: Engine): DebugVariables {
  return { cmdline: commandLine(engine), memstats: memoryStatistics(engine) }
}

/** As runtime.MemStats. differs: Go's numbers are made of what node says of its memory. */
export function memoryStatistics({ world }: Engine): Record<string, unknown> {
  const { memory } = ownProcess()
  const objects = objectsIn(memory.heapUsed)
  return {
    Alloc: memory.heapUsed,
    TotalAlloc: 2 * memory.heapUsed,
    Sys: memory.rss,
    Lookups: 0,
    Mallocs: 2 * objects,
    Frees: objects,
    HeapAlloc: memory.heapUsed,
    HeapSys: memory.heapTotal,
    HeapIdle: memory.heapTotal - memory.heapUsed,
    HeapInuse: memory.heapUsed,
    HeapReleased: 0,
    HeapObjects: objects,
    StackInuse: 0,
    StackSys: 0,
    MSpanInuse: 0,
    MSpanSys: 0,
    MCacheInuse: 0,
    MCacheSys: 0,
    BuckHashSys: 0,
    GCSys: 0,
    OtherSys: memory.external,
    NextGC: memory.heapTotal,
    LastGC: Math.floor(world.clock.now()) * 1e6,
    PauseTotalNs: 0,
    PauseNs: new Array(PAUSES).fill(0),
    PauseEnd: new Array(PAUSES).fill(0),
    NumGC: 0,
    NumForcedGC: 0,
    GCCPUFraction: 0,
    EnableGC: true,
    DebugGC: false,
    BySize: SIZES.map((Size) => ({ Size, Mallocs: 0, Frees: 0 })),
  }
}
