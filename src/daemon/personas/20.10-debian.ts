// Docker Engine 20.10.24 as Debian builds it: another version string, another Go, another runc.
import type { Persona } from '../../engine/persona.ts'
import { engine20 } from './20.10.ts'

export const engine20Debian: Persona = {
  ...engine20,
  name: '20.10-debian',
  version: '20.10.24+dfsg1',
  goVersion: 'go1.19.8',
  buildTime: '2026-05-07T21:09:36.000000000+00:00',
  platform: '',
  containerd: { version: '1.6.20~ds1', commit: '1.6.20~ds1-1+deb12u3' },
  runc: { version: '1.1.5+ds1', commit: '1.1.5+ds1-1+deb12u1' },
  init: { version: '0.19.0', commit: '' },
}
