/** What may be tuned, in one frozen object; times in milliseconds. Tests shorten them, users rarely should. */
export interface Settings {
  /** Adds and changes act when a root was quiet for this long. */
  readonly quietMs: number
  /** A root must be read completely twice, this far apart, before what is missing counts as deleted (S2). */
  readonly deletionWaitMs: number
  /** A whole stack that is gone from its root waits this long before it is deleted (S3). */
  readonly stackHoldMs: number
  /** Losses of one root add up over this window (S3). */
  readonly lossWindowMs: number
  /** Losing more than this share of a root's declared resources, and more than `lossCount`, waits for approval (S3). */
  readonly lossRatio: number
  readonly lossCount: number
  /** Every root is read anew this often, whatever the watcher said. */
  readonly resyncMs: number
  /** A full list of each engine this often, jittered: events are hints, this is the truth. */
  readonly relistMs: number
  /** An engine is asked for a sign of life this often. */
  readonly heartbeatMs: number
  /** A node is lost after it did not answer for this long. */
  readonly nodeGraceMs: number
  /** Pulls and builds wait while less than this share of an engine's disk is free (at most 2 GiB); 0: they never do. */
  readonly diskReserveRatio: number
  /** Engine calls in flight per node that change something, but for stops, pulls and builds; as many looks besides. */
  readonly callsPerEngine: number
  /** First and longest wait of the error backoff. */
  readonly backoffMinMs: number
  readonly backoffMaxMs: number
  /** The owner of many objects is woken at once, then at most this often; of thousands, less often. */
  readonly coalesceMs: number
  /** A failure is notified when it stands for this long. */
  readonly notifyAfterMs: number
  /** That it is over is notified when it was over for this long; twice as long with each time that it came again. */
  readonly notifyCalmMs: number
  /** Bytes of the audit log, all its files together; 0: there is none. */
  readonly auditBytes: number
}

/** The settings of every installation that says nothing else. */
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
