// docker pull mcr.microsoft.com/dotnet/aspnet
import { dotnetImage } from './parts/dotnet-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = dotnetImage('What web applications of .NET need to run.')
export default image
