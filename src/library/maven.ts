// docker pull maven
import { languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = languageImage({
  description: 'Maven, which builds projects in Java.',
  stars: 1600,
  releases: [
    {
      version: '3.9.11',
      names: ['latest', '3-eclipse-temurin-21', '3.9-eclipse-temurin-21', '3.9-eclipse-temurin-17'],
      released: '2025-07-16',
    },
  ],
  env: (version) => [
    'JAVA_HOME=/opt/java/openjdk',
    'JAVA_VERSION=jdk-21.0.8+9',
    'MAVEN_HOME=/usr/share/maven',
    `MAVEN_VERSION=${version}`,
  ],
  path: ['/opt/java/openjdk/bin'],
  executables: {
    'opt/java/openjdk/bin/java': 'java',
    'opt/java/openjdk/bin/javac': 'javac',
    'usr/bin/mvn': 'mvn',
    'usr/bin/git': 'git',
  },
  cmd: ['mvn'],
})
export default image
