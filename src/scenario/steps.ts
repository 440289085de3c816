// What rules and timelines can do: a line for each file of steps/.
import type { StepTable } from './active-rule.ts'
import type { Step } from './step.ts'
import blob from './steps/blob.ts'
import busy from './steps/busy.ts'
import call from './steps/call.ts'
import clock from './steps/clock.ts'
import close from './steps/close.ts'
import coalesce from './steps/coalesce.ts'
import corrupt from './steps/corrupt.ts'
import dead from './steps/dead.ts'
import delay from './steps/delay.ts'
import down from './steps/down.ts'
import drop from './steps/drop.ts'
import duplicate from './steps/duplicate.ts'
import emit from './steps/emit.ts'
import enospc from './steps/enospc.ts'
import execLag from './steps/exec-lag.ts'
import exit from './steps/exit.ts'
import flood from './steps/flood.ts'
import frame from './steps/frame.ts'
import hang from './steps/hang.ts'
import headers from './steps/headers.ts'
import health from './steps/health.ts'
import kill from './steps/kill.ts'
import log from './steps/log.ts'
import networkInUse from './steps/network-in-use.ts'
import noAddresses from './steps/no-addresses.ts'
import oom from './steps/oom.ts'
import patch from './steps/patch.ts'
import pause from './steps/pause.ts'
import portTaken from './steps/port-taken.ts'
import progress from './steps/progress.ts'
import readOnly from './steps/read-only.ts'
import registry from './steps/registry.ts'
import reload from './steps/reload.ts'
import removing from './steps/removing.ts'
import reorder from './steps/reorder.ts'
import replace from './steps/replace.ts'
import reset from './steps/reset.ts'
import restart from './steps/restart.ts'
import restartLoop from './steps/restart-loop.ts'
import rewrite from './steps/rewrite.ts'
import slice from './steps/slice.ts'
import slowStorage from './steps/slow-storage.ts'
import stats from './steps/stats.ts'
import status from './steps/status.ts'
import swarm from './steps/swarm.ts'
import throttle from './steps/throttle.ts'
import truncate from './steps/truncate.ts'
import unblock from './steps/unblock.ts'
import unpause from './steps/unpause.ts'
import upgrade from './steps/upgrade.ts'
import vanish from './steps/vanish.ts'

export const builtInSteps: StepTable = new Map<string, Step>([
  ['blob', blob],
  ['busy', busy],
  ['call', call],
  ['clock', clock],
  ['close', close],
  ['coalesce', coalesce],
  ['corrupt', corrupt],
  ['dead', dead],
  ['delay', delay],
  ['down', down],
  ['drop', drop],
  ['duplicate', duplicate],
  ['emit', emit],
  ['enospc', enospc],
  ['exec-lag', execLag],
  ['exit', exit],
  ['flood', flood],
  ['frame', frame],
  ['hang', hang],
  ['headers', headers],
  ['health', health],
  ['kill', kill],
  ['log', log],
  ['network-in-use', networkInUse],
  ['no-addresses', noAddresses],
  ['oom', oom],
  ['patch', patch],
  ['pause', pause],
  ['port-taken', portTaken],
  ['progress', progress],
  ['read-only', readOnly],
  ['registry', registry],
  ['reload', reload],
  ['removing', removing],
  ['reorder', reorder],
  ['replace', replace],
  ['reset', reset],
  ['restart', restart],
  ['restart-loop', restartLoop],
  ['rewrite', rewrite],
  ['slice', slice],
  ['slow-storage', slowStorage],
  ['stats', stats],
  ['status', status],
  ['swarm', swarm],
  ['throttle', throttle],
  ['truncate', truncate],
  ['unblock', unblock],
  ['unpause', unpause],
  ['upgrade', upgrade],
  ['vanish', vanish],
])

/** With those of the user, which may stand in for built-in ones. */
export const stepTable = (own: Readonly<Record<string, Step>> = {}): StepTable =>
  new Map([...builtInSteps, ...Object.entries(own)])
