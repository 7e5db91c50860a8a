/** Removes the images of this installation that nothing needs. */
export interface PruneImagesRequest {
  /** Only reports what would be removed and what would be kept, with reasons. */
  readonly dryRun: boolean
  readonly signal: AbortSignal
}
