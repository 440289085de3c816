// The storage drivers that there are, one file each in drivers/.
import type { DriverFactory } from './driver.ts'
import overlay2 from './drivers/overlay2.ts'

/** By the name that `--storage-driver` takes. */
export const drivers: { readonly overlay2: DriverFactory } & Readonly<Record<string, DriverFactory>> = { overlay2 }
