// What a MongoDB server refuses: a number, its name, and a text.

export class MongoProblem extends Error {
  readonly code: number
  readonly codeName: string
  constructor(code: number, codeName: string, message: string) {
    super(message)
    this.code = code
    this.codeName = codeName
  }
}

export const badValue = (message: string): MongoProblem => new MongoProblem(2, 'BadValue', message)

export const typeMismatch = (message: string): MongoProblem => new MongoProblem(14, 'TypeMismatch', message)

/** differs: MongoDB knows all of its own language. */
export const notSimulated = (what: string): MongoProblem =>
  new MongoProblem(238, 'NotImplemented', `mockerd does not simulate ${what}`)
