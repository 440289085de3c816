// The control door: tells a mockerd in another process what is to go wrong, and asks what it was asked.

export {
  type ClockClient,
  type ControlClient,
  controlClient,
  type JournalClient,
  type JournalQuery,
  type RulesClient,
  type SnapshotsClient,
} from './control/client.ts'
export type { ControlSchemas } from './control/controlled.ts'
export { ControlError } from './control/send.ts'
