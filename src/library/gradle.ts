// docker pull gradle
import { languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = languageImage({
  description: 'Gradle, which builds projects in Java and Kotlin.',
  stars: 350,
  releases: [{ version: '8.14.3', names: ['latest', '8-jdk21', '8-jdk17', 'jdk21', 'jdk17'], released: '2025-07-04' }],
  env: (version) => [
    'JAVA_HOME=/opt/java/openjdk',
    'JAVA_VERSION=jdk-21.0.8+9',
    'GRADLE_HOME=/opt/gradle',
    `GRADLE_VERSION=${version}`,
  ],
  path: ['/opt/java/openjdk/bin'],
  executables: {
    'opt/java/openjdk/bin/java': 'java',
    'opt/java/openjdk/bin/javac': 'javac',
    'usr/bin/gradle': 'gradle',
    'usr/bin/git': 'git',
  },
  user: { name: 'gradle', id: 1000 },
  cmd: ['gradle'],
  workdir: '/home/gradle',
})
export default image
