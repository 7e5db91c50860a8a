/** The image that a task's container runs. */
export interface UsedImage {
  readonly stack: string
  readonly service: string
  readonly task: string
  readonly node: string
  /** As the container was created from it: a tag, or a reference by digest. */
  readonly image: string
  /** The engine's id of it. */
  readonly id: string
  /** As its registry has it; absent where it was built or loaded here, or is gone from the engine. */
  readonly digest?: string
  /** Its engine did not answer, so that nothing more is known of it. */
  readonly unknown?: true
  /** Absent where it is gone from the engine. */
  readonly sizeBytes?: number
  /** RFC 3339. */
  readonly createdAt?: string
}
