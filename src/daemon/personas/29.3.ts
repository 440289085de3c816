// Docker Engine 29.3.1: it takes clients from API 1.40 on again.
import type { Persona } from '../../engine/persona.ts'
import { runcFeatures } from '../runc-features.ts'
import { engine290 } from './29.0.ts'

const inherited = [...engine290.differences].filter((name) => name !== 'authorization-passes-long-bodies')

export const engine293: Persona = {
  ...engine290,
  name: '29.3',
  version: '29.3.1',
  apiVersion: '1.54',
  minApiVersion: '1.40',
  gitCommit: 'f78c987',
  goVersion: 'go1.25.8',
  buildTime: '2026-03-25T15:47:11.000000000+00:00',
  containerd: { version: 'v2.2.2', commit: '301b2dac98f15c27117da5c8af12118a041a31d9' },
  runc: { version: '1.3.4', commit: 'v1.3.4-0-gd6d73eb8' },
  info: { ...engine290.info, runtimeFeatures: runcFeatures('1.3.4', 'v1.3.4-0-gd6d73eb8') },
  differences: new Set([...inherited, 'events-are-json-lines']),
}
