// docker pull gcr.io/cadvisor/cadvisor
import { cadvisorImage } from './parts/cadvisor-image.ts'
import cadvisor from './programs/cadvisor.ts'
import type { SimulatedImage } from './simulated-image.ts'

const versions = ['v0.49.1', 'v0.49.2', 'v0.47.2', 'v0.47.0', 'v0.46.0', 'v0.45.0']

const image: SimulatedImage = { ...cadvisorImage(versions), programs: { cadvisor } }
export default image
