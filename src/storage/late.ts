// What reads archives, loaded with the first.
import { type Late, late } from '../world/late.ts'

export const unpacking: Late<typeof import('./unpack.ts')> = late(() => import('./unpack.ts'))
