// What rules and timelines can do: a line for each file of steps/.
import type { StepTable } from './active-rule.ts'
import type { Step } from './step.ts'
import call from './steps/call.ts'
import close from './steps/close.ts'
import coalesce from './steps/coalesce.ts'
import corrupt from './steps/corrupt.ts'
import delay from './steps/delay.ts'
import drop from './steps/drop.ts'
import duplicate from './steps/duplicate.ts'
import hang from './steps/hang.ts'
import headers from './steps/headers.ts'
import patch from './steps/patch.ts'
import progress from './steps/progress.ts'
import reorder from './steps/reorder.ts'
import replace from './steps/replace.ts'
import reset from './steps/reset.ts'
import slice from './steps/slice.ts'
import status from './steps/status.ts'
import throttle from './steps/throttle.ts'
import truncate from './steps/truncate.ts'
import unblock from './steps/unblock.ts'
import upgrade from './steps/upgrade.ts'

export const builtInSteps: StepTable = new Map<string, Step>([
  ['call', call],
  ['close', close],
  ['coalesce', coalesce],
  ['corrupt', corrupt],
  ['delay', delay],
  ['drop', drop],
  ['duplicate', duplicate],
  ['hang', hang],
  ['headers', headers],
  ['patch', patch],
  ['progress', progress],
  ['reorder', reorder],
  ['replace', replace],
  ['reset', reset],
  ['slice', slice],
  ['status', status],
  ['throttle', throttle],
  ['truncate', truncate],
  ['unblock', unblock],
  ['upgrade', upgrade],
])

/** With those of the user, which may stand in for built-in ones. */
export const stepTable = (own: Readonly<Record<string, Step>> = {}): StepTable =>
  new Map([...builtInSteps, ...Object.entries(own)])
