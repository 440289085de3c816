// docker pull portainer/agent
import { directories, executable } from './parts/entries.ts'
import { portainerTags } from './parts/portainer-releases.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import type { SimulatedImage } from './simulated-image.ts'

const created = released('2025-08-27')

/** Without its program, which is in the file that the list names for it. */
const image: SimulatedImage = {
  description: "Portainer's agent, which it manages other machines through.",
  stars: 220,
  tags: portainerTags,
  recipe: remembered((version) => ({
    config: {
      Env: [PATH, `PORTAINER_VERSION=${version}`],
      Entrypoint: ['/app/agent'],
      WorkingDir: '/app',
    },
    steps: [
      buildkit(created, 'COPY dist /app', [...directories('app'), executable('app/agent', 'portainer-agent')]),
      buildkit(created, 'WORKDIR /app'),
      buildkit(created, 'ENTRYPOINT ["/app/agent"]'),
    ],
  })),
}
export default image
