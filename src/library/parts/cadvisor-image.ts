// The image of cAdvisor: one program on an Alpine Linux.
import type { SimulatedImage } from '../simulated-image.ts'
import { alpineBase } from './alpine-base.ts'
import { executable } from './entries.ts'
import { remembered } from './remembered.ts'
import { buildkit, PATH, released } from './steps.ts'

const created = released('2024-03-26')

/**
 * Without its program, which is in the file that the list names for it.
 * @param versions the newest, which is the latest, first
 */
export function cadvisorImage(versions: readonly string[]): SimulatedImage {
  return {
    description: 'Tells what the containers of a machine use.',
    stars: 700,
    tags: { ...Object.fromEntries(versions.map((version) => [version, version])), latest: versions[0]! },
    recipe: remembered((version) => ({
      config: {
        Env: [PATH, `CADVISOR_VERSION=${version}`],
        Entrypoint: ['/usr/bin/cadvisor', '-logtostderr'],
        WorkingDir: '/',
        ExposedPorts: { '8080/tcp': {} },
        Healthcheck: {
          Test: ['CMD-SHELL', 'wget --quiet --tries=1 --spider http://localhost:8080/healthz || exit 1'],
          Interval: 30_000_000_000,
          Timeout: 3_000_000_000,
        },
      },
      steps: [
        ...alpineBase('3.19'),
        buildkit(created, 'COPY cadvisor /usr/bin/cadvisor # buildkit', [executable('usr/bin/cadvisor', 'cadvisor')]),
      ],
    })),
  }
}
