// The library: `import { startDaemon } from 'mockerd'`.

export type { Call, OperationId } from './api/call.ts'
export type { Layer } from './api/dispatch.ts'
export type { Reply } from './api/reply.ts'
export { createDaemon, type Daemon, type DaemonOptions } from './daemon/create.ts'
export { type StartedDaemon, type StartOptions, startDaemon } from './daemon/start.ts'
export type { Engine } from './engine/engine.ts'
export type { Host } from './engine/host.ts'
export type { Listener } from './http/listen.ts'
export type { Clock, Timer } from './world/clock.ts'
export { type ManualClock, manualClock } from './world/manual-clock.ts'
