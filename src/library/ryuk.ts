// docker pull testcontainers/ryuk
import { executable } from './parts/entries.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { ryuk } from './programs/ryuk.ts'
import type { SimulatedImage } from './simulated-image.ts'

const created = released('2024-11-18')
const steps = [buildkit(created, 'COPY /bin/ryuk /bin/ryuk', [executable('bin/ryuk', 'ryuk')])]

const image: SimulatedImage = {
  description: 'Removes what a run of Testcontainers has left behind.',
  stars: 40,
  tags: { latest: 'linux', '0.14.0': 'linux', '0.13.0': 'linux', '0.12.0': 'linux', '0.11.0': 'linux' },
  recipe: () => ({
    config: { Env: [PATH], Cmd: ['/bin/ryuk'], WorkingDir: '/', Labels: { 'org.testcontainers.ryuk': 'true' } },
    steps,
  }),
  programs: { ryuk },
}
export default image
