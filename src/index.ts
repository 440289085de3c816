// The library: `import { startDaemon } from 'mockerd'`.

export type { Call, OperationId } from './api/call.ts'
export type { Layer } from './api/dispatch.ts'
export type { Reply } from './api/reply.ts'
export { type CertificateOptions, type Certificates, makeCertificates } from './daemon/certificates/certificates.ts'
export { createDaemon } from './daemon/create-daemon.ts'
export type { Daemon } from './daemon/daemon.ts'
export type { DaemonOptions } from './daemon/daemon-options.ts'
export type { Built, BuiltContainer, ContainerSpec, FleetSpec, ImageSpec } from './daemon/given/specs.ts'
export { type StartedRegistry, startRegistry } from './daemon/own-registry.ts'
export type { Snapshot } from './daemon/snapshots.ts'
export { type StartedDaemon, type StartOptions, startDaemon } from './daemon/start.ts'
export { diffText, type StateDiff } from './daemon/state-diff.ts'
export type { GoneBack } from './engine/containers/checkpoint.ts'
export type { Engine } from './engine/engine.ts'
export type { Host } from './engine/host.ts'
export type { Listener } from './http/listen.ts'
export type { TlsOptions } from './http/tls.ts'
export type { FileDeclaration, HealthcheckDeclaration, ImageDeclaration } from './library/declared/image-declaration.ts'
export { type LoadedImages, loadImages } from './library/declared/load.ts'
export type {
  Behaviour,
  HttpReply,
  LogEntry,
  PortDeclaration,
  ProgramDeclaration,
  SignalBehaviour,
} from './library/declared/program-declaration.ts'
export type { Process, Program } from './runtime/process.ts'
export type { RuleSpec, ScenarioSpec, StepSpec, WhenSpec } from './scenario/language.ts'
export type { Moment } from './scenario/moment.ts'
export { type Problem, ScenarioError } from './scenario/problem.ts'
export type { RuleHandle, RuleReport, Rules } from './scenario/rules.ts'
export type { Step } from './scenario/step.ts'
export type { DriverFactory, DriverOptions, StorageDriver } from './storage/driver.ts'
export type { DriverTraits } from './storage/driver-traits.ts'
export { layeredDriver } from './storage/layered-driver.ts'
export { type Layout, overlayLayout, plainLayout } from './storage/layout.ts'
export type { Clock, Timer } from './world/clock.ts'
export type { LogFields, Logger, LogLevel } from './world/logger.ts'
export { type ManualClock, manualClock } from './world/manual-clock.ts'
export { type SteerableClock, type SteerableOptions, steerableClock } from './world/steerable-clock.ts'
