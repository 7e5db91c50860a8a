/** Which images are to go: those of this installation that nothing needs. */
export interface PruneImagesRequest {
  /** Says what would go and what stays, and why; removes nothing. */
  readonly dryRun: boolean
  readonly signal: AbortSignal
}
