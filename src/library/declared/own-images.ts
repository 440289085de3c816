// The images that users have declared, as a catalog looks them up.
import type { Recipe } from '../../registry/recipe.ts'
import { parseReference } from '../../registry/reference.ts'
import type { FoundRepository } from '../../registry/registry.ts'
import type { FindBase } from './image.ts'
import type { ImageDeclaration } from './image-declaration.ts'

const HUB = 'docker.io'

/** `redis`, `example/shop`, `registry.example.com/shop`: Docker Hub's go by their path alone. */
function catalogName(reference: string): string {
  const { domain, path } = parseReference(reference)
  return domain === HUB ? path.replace(/^library\//, '') : `${domain}/${path}`
}

const tagsOf = ({ tags }: ImageDeclaration): readonly string[] => tags ?? ['latest']

export class OwnImages {
  readonly #images: readonly ImageDeclaration[]
  readonly #recipes = new Map<ImageDeclaration, Promise<Recipe>>()
  readonly #findElsewhere: (name: string, tag: string) => Promise<Recipe | undefined>

  /**
   * @param declared may grow
   * @param findElsewhere looks for a base that is not among the declared ones
   */
  constructor(
    declared: readonly ImageDeclaration[],
    findElsewhere: (name: string, tag: string) => Promise<Recipe | undefined>,
  ) {
    this.#images = declared
    this.#findElsewhere = findElsewhere
  }

  get #declared(): readonly (readonly [ImageDeclaration, string])[] {
    return this.#images.map((one) => [one, catalogName(one.image)])
  }

  /** Hosts of private registries that images are named after: they can be pulled from. */
  get hosts(): ReadonlySet<string> {
    return new Set(this.#images.map(({ image }) => parseReference(image).domain))
  }

  /** None if no image has that name. */
  tags(name: string): string[] {
    return this.#declared.flatMap(([declared, own]) => (own === name ? tagsOf(declared) : []))
  }

  /** What a search shows of them. */
  get found(): FoundRepository[] {
    return this.#declared.map(([{ description = '' }, name]) => ({
      name,
      description,
      stars: 0,
      official: !name.includes('/'),
    }))
  }

  /** Undefined if there is none. Rejects with an Error when its base is not there. */
  find(name: string, tag: string): Promise<Recipe> | undefined {
    return this.#find(name, tag, [])
  }

  /** @param above images that build on this one: none builds on itself, but on one of the same name elsewhere */
  #find(name: string, tag: string, above: readonly ImageDeclaration[]): Promise<Recipe> | undefined {
    const [declared] =
      this.#declared.findLast(([one, own]) => own === name && tagsOf(one).includes(tag) && !above.includes(one)) ?? []
    return declared && (above.length === 0 ? this.#remembered(declared) : this.#make(declared, above))
  }

  #remembered(declared: ImageDeclaration): Promise<Recipe> {
    const known = this.#recipes.get(declared) ?? this.#make(declared, [])
    this.#recipes.set(declared, known)
    return known
  }

  async #make(declared: ImageDeclaration, above: readonly ImageDeclaration[]): Promise<Recipe> {
    const { declaredRecipe } = await import('./image.ts')
    const findBase: FindBase = async (reference) => {
      const { tag = 'latest' } = parseReference(reference)
      const name = catalogName(reference)
      return (await this.#find(name, tag, [...above, declared])) ?? this.#findElsewhere(name, tag)
    }
    return declaredRecipe(declared, findBase)
  }
}
