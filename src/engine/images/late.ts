// What makes images and moves them, loaded when that is first asked for.
import { type Late, late } from '../../world/late.ts'

export const loading: Late<typeof import('./load.ts')> = late(() => import('./load.ts'))
export const making: Late<typeof import('./make.ts')> = late(() => import('./make.ts'))
export const pulling: Late<typeof import('./pull.ts')> = late(() => import('./pull.ts'))
export const pushing: Late<typeof import('./push.ts')> = late(() => import('./push.ts'))
