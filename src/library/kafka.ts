// docker pull apache/kafka
import { alpineBase } from './parts/alpine-base.ts'
import { directories, executable, file, script } from './parts/entries.ts'
import { kafkaCommands, kafkaProperties } from './parts/kafka-commands.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { kafkaServer, zookeeperServer } from './programs/kafka.ts'
import { kafkaBrokerApiVersions, kafkaStorage, kafkaTopics } from './programs/kafka-tools.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: Readonly<Record<string, string>> = {
  '4.1.0': '2025-09-02',
  '4.0.0': '2025-03-18',
  '3.9.1': '2025-05-21',
  '3.8.1': '2024-10-29',
  '3.7.2': '2024-12-10',
}

const RUN = `#!/bin/bash
set -e
echo "===> User"
id
echo "===> Configuring ..."
echo "===> Launching ..."
exec /opt/kafka/bin/kafka-server-start.sh /opt/kafka/config/server.properties
`

const image: SimulatedImage = {
  description: 'Apache Kafka, a log of messages that many write to and read from.',
  stars: 450,
  tags: { ...Object.fromEntries(Object.keys(releases).map((version) => [version, version])), latest: '4.1.0' },
  recipe: remembered((version) => {
    const created = released(releases[version] ?? '2025-09-02')
    return {
      config: {
        ExposedPorts: { '9092/tcp': {} },
        Env: [PATH, `KAFKA_VERSION=${version}`],
        Cmd: ['/etc/kafka/docker/run'],
        Volumes: { '/etc/kafka/secrets': {}, '/mnt/shared/config': {}, '/var/lib/kafka/data': {} },
        WorkingDir: '/',
      },
      steps: [
        ...alpineBase('3.22'),
        buildkit(created, 'RUN /bin/sh -c install kafka', [
          executable('bin/bash', 'bash'),
          ...directories('opt/kafka', 'opt/kafka/bin', 'opt/kafka/config', 'etc/kafka', 'etc/kafka/docker'),
          ...directories('etc/kafka/secrets', 'mnt/shared', 'mnt/shared/config', 'var/lib/kafka', 'var/lib/kafka/data'),
          ...kafkaCommands('opt/kafka/bin', '.sh'),
          file('opt/kafka/config/server.properties', kafkaProperties),
          script('etc/kafka/docker/run', RUN),
        ]),
        buildkit(created, 'VOLUME [/etc/kafka/secrets /var/lib/kafka/data /mnt/shared/config]'),
        buildkit(created, 'CMD ["/etc/kafka/docker/run"]'),
      ],
    }
  }),
  programs: {
    'kafka-broker-api-versions': kafkaBrokerApiVersions,
    'kafka-server': kafkaServer,
    'kafka-storage': kafkaStorage,
    'kafka-topics': kafkaTopics,
    'zookeeper-server': zookeeperServer,
  },
}
export default image
