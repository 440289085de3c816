// docker pull portainer/portainer-ce
import { directories, executable } from './parts/entries.ts'
import { portainerTags } from './parts/portainer-releases.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { portainer, portainerAgent } from './programs/portainer.ts'
import type { SimulatedImage } from './simulated-image.ts'

const created = released('2025-08-27')

const image: SimulatedImage = {
  description: 'Portainer, which manages containers in a browser.',
  stars: 2_500,
  tags: portainerTags,
  recipe: remembered((version) => ({
    config: {
      ExposedPorts: { '8000/tcp': {}, '9000/tcp': {}, '9443/tcp': {} },
      Env: [PATH, `PORTAINER_VERSION=${version}`],
      Entrypoint: ['/portainer'],
      Volumes: { '/data': {} },
      WorkingDir: '/',
    },
    steps: [
      buildkit(created, 'COPY dist /', [...directories('data'), executable('portainer', 'portainer')]),
      buildkit(created, 'VOLUME [/data]'),
      buildkit(created, 'ENTRYPOINT ["/portainer"]'),
    ],
  })),
  programs: { portainer, 'portainer-agent': portainerAgent },
}
export default image
