// What rules and timelines can do: a line for each file of steps/.
import type { StepTable } from './active-rule.ts'
import type { Step } from './step.ts'
import call from './steps/call.ts'
import close from './steps/close.ts'
import delay from './steps/delay.ts'
import hang from './steps/hang.ts'
import reset from './steps/reset.ts'
import status from './steps/status.ts'
import truncate from './steps/truncate.ts'
import unblock from './steps/unblock.ts'

export const builtInSteps: StepTable = new Map<string, Step>([
  ['call', call],
  ['close', close],
  ['delay', delay],
  ['hang', hang],
  ['reset', reset],
  ['status', status],
  ['truncate', truncate],
  ['unblock', unblock],
])

/** With those of the user, which may stand in for built-in ones. */
export const stepTable = (own: Readonly<Record<string, Step>> = {}): StepTable =>
  new Map([...builtInSteps, ...Object.entries(own)])
