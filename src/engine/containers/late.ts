// What containers are asked for seldom, loaded when it is.
import { type Late, late } from '../../world/late.ts'

export const committing: Late<typeof import('./commit.ts')> = late(() => import('./commit.ts'))
export const listingProcesses: Late<typeof import('./top/top.ts')> = late(() => import('./top/top.ts'))
