// docker pull confluentinc/cp-kafka
import { debianBase } from './debian.ts'
import { directories, script } from './parts/entries.ts'
import { kafkaCommands } from './parts/kafka-commands.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import type { SimulatedImage } from './simulated-image.ts'

/** Version -> day, and the version of Kafka in it. */
const releases: Readonly<Record<string, readonly [day: string, kafka: string]>> = {
  '8.0.0': ['2025-06-11', '4.0.0'],
  '7.9.2': ['2025-06-26', '3.9.1'],
  '7.8.3': ['2025-07-03', '3.8.1'],
  '7.6.6': ['2025-07-03', '3.6.2'],
  '7.5.9': ['2025-07-03', '3.5.2'],
  '7.4.10': ['2025-05-05', '3.4.1'],
  '7.2.15': ['2025-05-05', '3.2.3'],
}

const RUN = `#!/bin/bash
set -e
echo "===> User"
id
echo "===> Configuring ..."
/etc/confluent/docker/configure
echo "===> Running preflight checks ..."
/etc/confluent/docker/ensure
echo "===> Launching ..."
exec /etc/confluent/docker/launch
`
const CONFIGURE = `#!/bin/bash
if [ -z "$KAFKA_ADVERTISED_LISTENERS" ]; then
  echo "KAFKA_ADVERTISED_LISTENERS is required." >&2
  exit 1
fi
`
const ENSURE = '#!/bin/bash\necho "===> Check if /var/lib/kafka/data is writable ..."\ntest -w /var/lib/kafka/data\n'
const LAUNCH = '#!/bin/bash\necho "===> Launching kafka ... "\nexec kafka-server-start\n'

const tags: Record<string, string> = { latest: '8.0.0' }
for (const version of Object.keys(releases)) {
  tags[version] = version
  tags[`${version.split('.').slice(0, 2).join('.')}.0`] ??= version
}

const image: SimulatedImage = {
  description: 'Kafka as Confluent packs it.',
  stars: 350,
  tags,
  variantOfTag(tag) {
    return Object.keys(releases).find((version) => version.split('.').slice(0, 2).join('.') === tag.slice(0, 3))
  },
  recipe: remembered((version) => {
    const [day, kafka] = releases[version] ?? releases['8.0.0']!
    const created = released(day)
    return {
      config: {
        ExposedPorts: { '9092/tcp': {} },
        Env: [PATH, `KAFKA_VERSION=${kafka}`, 'COMPONENT=kafka'],
        Cmd: ['/etc/confluent/docker/run'],
        Volumes: { '/etc/kafka/secrets': {}, '/var/lib/kafka/data': {} },
        WorkingDir: '/',
      },
      steps: [
        ...debianBase('bookworm-slim'),
        buildkit(created, 'RUN /bin/sh -c install kafka', [
          ...directories('etc/confluent', 'etc/confluent/docker', 'etc/kafka', 'etc/kafka/secrets'),
          ...directories('var/lib/kafka', 'var/lib/kafka/data'),
          ...kafkaCommands('usr/bin'),
          script('etc/confluent/docker/run', RUN),
          script('etc/confluent/docker/configure', CONFIGURE),
          script('etc/confluent/docker/ensure', ENSURE),
          script('etc/confluent/docker/launch', LAUNCH),
        ]),
        buildkit(created, 'VOLUME [/var/lib/kafka/data /etc/kafka/secrets]'),
        buildkit(created, 'CMD ["/etc/confluent/docker/run"]'),
      ],
    }
  }),
}
export default image
