/** All tunable values, frozen; times in milliseconds. Tests shorten them, users rarely should. */
export interface Settings {
  /** Additions and changes are applied after a root was quiet for this long. */
  readonly quietMs: number
  /** Something missing counts as deleted only after two complete reads of its root, this far apart (S2). */
  readonly deletionWaitMs: number
  /** A stack that is missing from its root as a whole is deleted only after this long (S3). */
  readonly stackHoldMs: number
  /** The window over which losses of one root are summed up (S3). */
  readonly lossWindowMs: number
  /** A loss of more than this share of a root's declared resources, and of more than `lossCount`, needs approval (S3). */
  readonly lossRatio: number
  readonly lossCount: number
  /** Interval of the full read of every root, regardless of watch events. */
  readonly resyncMs: number
  /** Interval of the full list of each engine, with jitter. Events are only hints; the list is the truth. */
  readonly relistMs: number
  /** Interval of the heartbeat of each engine. */
  readonly heartbeatMs: number
  /** A node counts as lost after it did not answer for this long. */
  readonly nodeGraceMs: number
  /** Pulls and builds wait while less than this share of an engine's disk (at most 2 GiB) is free; 0: they never wait. */
  readonly diskReserveRatio: number
  /**
   * The most writing calls in flight per node, not counting stops, pulls and builds. The same limit holds for reading calls, counted
   * separately.
   */
  readonly callsPerEngine: number
  /** First and longest delay of the error backoff. */
  readonly backoffMinMs: number
  readonly backoffMaxMs: number
  /** The owner of many objects is reconciled at once, and then at most this often; less often if it owns thousands. */
  readonly coalesceMs: number
  /** A failure is notified once it lasted this long. */
  readonly notifyAfterMs: number
  /** A recovery is notified once it lasted this long; each relapse doubles this time. */
  readonly notifyCalmMs: number
  /** The most bytes of all files of the audit log together; 0 disables it. */
  readonly auditBytes: number
}

export const defaultSettings: Settings = Object.freeze({
  quietMs: 150,
  deletionWaitMs: 5_000,
  stackHoldMs: 30_000,
  lossWindowMs: 600_000,
  lossRatio: 0.3,
  lossCount: 5,
  resyncMs: 60_000,
  relistMs: 300_000,
  heartbeatMs: 15_000,
  nodeGraceMs: 40_000,
  diskReserveRatio: 0.05,
  callsPerEngine: 12,
  backoffMinMs: 5,
  backoffMaxMs: 60_000,
  coalesceMs: 20,
  notifyAfterMs: 10_000,
  notifyCalmMs: 30_000,
  auditBytes: 100_000_000,
})
