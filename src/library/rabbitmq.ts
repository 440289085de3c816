// docker pull rabbitmq
import type { Recipe } from '../registry/recipe.ts'
import { baseSteps } from './parts/base-steps.ts'
import { directories, executable, file } from './parts/entries.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { type Release, readVariant, variantOfTag, versionTags } from './parts/version-tags.ts'
import { rabbitmqctl, rabbitmqServer } from './programs/rabbitmq.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: readonly Release[] = [
  { version: '4.1.3', names: ['latest'], released: '2025-08-05' },
  { version: '4.0.9', released: '2025-04-15' },
  { version: '3.13.7', released: '2024-08-27' },
  { version: '3.12.14', released: '2024-05-07' },
]

const MANAGEMENT = '/management'
const PORTS = { '4369/tcp': {}, '5671/tcp': {}, '5672/tcp': {}, '15691/tcp': {}, '15692/tcp': {}, '25672/tcp': {} }

const plain = versionTags(releases)
const managed = Object.entries(plain).map(([tag, variant]): [string, string] => {
  const [, version = '', rest = ''] = /^(latest|[\d.]*)-?(.*)$/.exec(tag) ?? []
  const parts = [version === 'latest' ? '' : version, 'management', rest].filter((part) => part !== '')
  return [parts.join('-'), variant + MANAGEMENT]
})

const recipe = remembered((variant): Recipe => {
  const hasManagement = variant.endsWith(MANAGEMENT)
  const { version, base } = readVariant(variant)
  const created = released(releases.find((one) => one.version === version)?.released ?? '2025-08-05')
  const plugins = file('etc/rabbitmq/enabled_plugins', '[rabbitmq_management,rabbitmq_prometheus].\n')
  return {
    config: {
      ExposedPorts: hasManagement ? { ...PORTS, '15671/tcp': {}, '15672/tcp': {} } : PORTS,
      Env: [PATH, `RABBITMQ_VERSION=${version}`, 'HOME=/var/lib/rabbitmq', 'LANG=C.UTF-8'],
      Cmd: ['rabbitmq-server'],
      Volumes: { '/var/lib/rabbitmq': {} },
      WorkingDir: '/',
    },
    steps: [
      ...baseSteps(base),
      buildkit(created, `ENV RABBITMQ_VERSION=${version}`),
      buildkit(created, 'RUN /bin/sh -c install rabbitmq', [
        ...directories('var/lib/rabbitmq', 'etc/rabbitmq'),
        executable('usr/local/bin/rabbitmq-server', 'rabbitmq-server'),
        executable('usr/local/bin/rabbitmqctl', 'rabbitmqctl'),
        executable('usr/local/bin/rabbitmq-diagnostics', 'rabbitmqctl'),
      ]),
      buildkit(created, 'VOLUME [/var/lib/rabbitmq]'),
      ...(hasManagement ? [buildkit(created, 'RUN /bin/sh -c enable the management plugin', [plugins])] : []),
      buildkit(created, 'CMD ["rabbitmq-server"]'),
    ],
  }
})

const image: SimulatedImage = {
  description: 'RabbitMQ, a broker of messages.',
  stars: 5_200,
  tags: { ...plain, ...Object.fromEntries(managed) },
  variantOfTag(tag) {
    const variant = variantOfTag(tag.replace('-management', ''))
    return variant && tag.includes('-management') ? variant + MANAGEMENT : variant
  },
  recipe,
  programs: { 'rabbitmq-server': rabbitmqServer, rabbitmqctl },
}
export default image
