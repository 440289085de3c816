// docker pull ubuntu
import { debianTree } from './parts/debian-base.ts'
import { remembered } from './parts/remembered.ts'
import { classic, PATH, released } from './parts/steps.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: Record<string, { codename: string; point: string; created: number }> = {
  '20.04': { codename: 'focal', point: '20.04.6 LTS', created: released('2025-04-08') },
  '22.04': { codename: 'jammy', point: '22.04.5 LTS', created: released('2025-07-01') },
  '24.04': { codename: 'noble', point: '24.04.2 LTS', created: released('2025-07-30') },
  '25.04': { codename: 'plucky', point: '25.04', created: released('2025-07-15') },
}

const tags: Record<string, string> = { latest: '24.04', rolling: '25.04' }
for (const [version, { codename }] of Object.entries(releases)) {
  tags[version] = version
  tags[codename] = version
}

const image: SimulatedImage = {
  description: 'Base image of the Ubuntu distribution, made from Debian.',
  stars: 17_600,
  tags,
  recipe: remembered((version) => {
    const { codename, point, created } = releases[version]!
    const entries = debianTree({
      id: 'ubuntu',
      version,
      codename,
      pretty: `Ubuntu ${point}`,
      mirror: 'http://archive.ubuntu.com/ubuntu/',
      slim: false,
    })
    const labels = {
      'org.opencontainers.image.ref.name': 'ubuntu',
      'org.opencontainers.image.version': version,
    }
    return {
      config: { Env: [PATH], Cmd: ['/bin/bash'], Labels: labels },
      steps: [
        classic(created, ' ARG RELEASE'),
        classic(created, ' ARG LAUNCHPAD_BUILD_ARCH'),
        ...Object.entries(labels).map(([name, value]) => classic(created, ` LABEL ${name}=${value}`)),
        classic(created, `ADD file:ubuntu-${codename} in / `, entries),
        classic(created, ' CMD ["/bin/bash"]'),
      ],
    }
  }),
}
export default image
