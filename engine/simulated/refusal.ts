/** An engine's refusal: HTTP status and message as of a real one. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
  }
}

/** Throws a refusal. */
export function refuse(status: number, message: string): never {
  throw new Refusal(status, message)
}
