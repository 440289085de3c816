// docker pull alpine
import { alpineBase, alpineReleases } from './parts/alpine-base.ts'
import { remembered } from './parts/remembered.ts'
import { PATH } from './parts/steps.ts'
import type { SimulatedImage } from './simulated-image.ts'

const branches = Object.keys(alpineReleases)
const newest = '3.22'

const tags: Record<string, string> = { latest: newest, '3': newest, edge: newest }
for (const branch of branches) {
  tags[branch] = branch
  tags[alpineReleases[branch]!.version] = branch
}

const image: SimulatedImage = {
  description: 'Base image of Alpine Linux: small, with musl, BusyBox and a package index.',
  stars: 11_300,
  tags,
  recipe: remembered((branch) => ({
    config: { Env: [PATH], Cmd: ['/bin/sh'], WorkingDir: '/' },
    steps: alpineBase(branch),
  })),
}
export default image
