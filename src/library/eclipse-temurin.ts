// docker pull eclipse-temurin
import { languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const builds: Readonly<Record<string, string>> = {
  '24': '24.0.2+12',
  '21': '21.0.8+9',
  '17': '17.0.16+8',
  '11': '11.0.28+6',
}

const image: SimulatedImage = languageImage({
  description: 'OpenJDK as the Eclipse Temurin project builds it.',
  stars: 650,
  releases: [
    { version: '24', names: ['latest', '24-jdk', '24-jre'], released: '2025-07-22' },
    {
      version: '21',
      names: ['21-jdk', '21-jre', '21-jdk-noble', '21-jre-noble', '21-jdk-jammy', '21-jre-jammy'],
      released: '2025-07-22',
    },
    {
      version: '17',
      names: ['17-jdk', '17-jre', '17-jdk-noble', '17-jre-noble', '17-jdk-jammy', '17-jre-jammy'],
      released: '2025-07-22',
    },
    { version: '11', names: ['11-jdk', '11-jre'], released: '2025-07-22' },
  ],
  env: (version) => [
    'JAVA_HOME=/opt/java/openjdk',
    'LANG=en_US.UTF-8',
    `JAVA_VERSION=jdk-${builds[version.split('.')[0]!] ?? `${version}+1`}`,
  ],
  path: ['/opt/java/openjdk/bin'],
  executables: { 'opt/java/openjdk/bin/java': 'java', 'opt/java/openjdk/bin/javac': 'javac' },
  cmd: ['java'],
})
export default image
