// docker pull alpine/socat
import { alpineBase } from './parts/alpine-base.ts'
import { executable } from './parts/entries.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import type { SimulatedImage } from './simulated-image.ts'

const created = released('2025-01-20')

const image: SimulatedImage = {
  description: 'socat on Alpine Linux: passes on what comes at one address to another.',
  stars: 150,
  tags: { latest: '3.21', '1.8.0.1': '3.21', '1.8.0.0': '3.20', '1.7.4.4': '3.18', '1.7.4.3-r0': '3.18' },
  recipe: remembered((branch) => ({
    config: { Env: [PATH], Entrypoint: ['socat'], WorkingDir: '/' },
    steps: [
      ...alpineBase(branch),
      buildkit(created, 'RUN /bin/sh -c apk add --no-cache socat', [executable('usr/bin/socat', 'socat')]),
      buildkit(created, 'ENTRYPOINT ["socat"]'),
    ],
  })),
}
export default image
