/** The image that a task's container runs. */
export interface UsedImage {
  readonly stack: string
  readonly service: string
  readonly task: string
  readonly node: string
  /** The reference that the container was created from: a tag or a digest. */
  readonly image: string
  /** The engine's id of the image. */
  readonly id: string
  /** The digest in its registry; absent if the image was built or loaded here, or is gone from the engine. */
  readonly digest?: string
  /** Set if the engine did not answer, so that the rest is unknown. */
  readonly unknown?: true
  /** Absent if the image is gone from the engine. */
  readonly sizeBytes?: number
  /** RFC 3339. */
  readonly createdAt?: string
}
