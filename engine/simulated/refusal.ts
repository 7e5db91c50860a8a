/** An engine's refusal: the HTTP status and the words that a real one answers with. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
  }
}

/** Ends a call as the engine's API would. */
export function refuse(status: number, message: string): never {
  throw new Refusal(status, message)
}
