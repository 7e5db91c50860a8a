// The reasons of what is watched: files of manifests, and the sources of services. The comment of each is its meaning in docs/reasons.md.

/** Why a source keeps what it had, or holds what it read. */
export const sourceReasons = {
  /** A file could not be read; its last accepted version stays. */
  unreadable: 'SourceUnreadable',
  /** A file is no YAML or JSON; its last accepted version stays. */
  unparsable: 'SourceUnparsable',
  /** A manifest is not valid; its last accepted version stays. */
  invalid: 'SourceInvalid',
  /** The directory is gone or can't be listed; nothing is deleted. */
  rootVanished: 'RootVanished',
  /** The directory was not read to its end within a minute, as where the file system there hangs; what it declared stays. */
  rootSilent: 'RootSilent',
  /** No manifest is left in the directory: waits for `reconcile approve`. */
  rootEmptied: 'RootEmptied',
  /** Many resources are gone from the files at once: waits for `reconcile approve`. */
  lossesNeedApproval: 'LossesNeedApproval',
  /** The directory's last stack is gone from its files: waits for `reconcile approve`. */
  lastStackNeedsApproval: 'LastStackNeedsApproval',
  /** Files are gone together with the file system that they were on: it waits to be mounted again, or for `reconcile approve`. */
  unmounted: 'FilesUnmounted',
  /** An unset variable scales services to 0: waits for `reconcile approve`. */
  scaleToZeroNeedsApproval: 'ScaleToZeroNeedsApproval',
  /** More than 100 replicas, and over ten times as many as before; of a new service more than 1000: waits for `reconcile approve`. */
  growthNeedsApproval: 'GrowthNeedsApproval',
  /** A stack that seems to be another one, renamed, would write to the same data beside it: waits for `reconcile approve`, and then for that apply again, or for the other one's deletion. */
  sharedDataNeedsApproval: 'SharedDataNeedsApproval',
  /** `apply --prune` would remove much, or all services of a stack: waits for `reconcile approve`, and then for that apply again. */
  pruneNeedsApproval: 'PruneNeedsApproval',
  /** Git is changing the directory, or a file system is mounted or unmounted in it; it is read when that is done. */
  checkoutInProgress: 'CheckoutInProgress',
  /** What is in no file any more may stand in one that can't be used: it stays until that one can. */
  deletionHeldBack: 'DeletionHeldBack',
  /** It is in no file any more: it is deleted when it is still so after a while, a whole stack after a longer one. */
  missingFromFiles: 'MissingFromFiles',
  /** Another file declares a resource of that name. */
  nameClaimed: 'NameClaimed',
} as const

/** How it stands with the sources of a service that `serve --develop` watches. */
export const developReasons = {
  /** Its tasks are brought what changes; the message names the paths. */
  watching: 'WatchingSources',
  /** Its `develop.watch` is not done; the message says what to correct. */
  refused: 'WatchRefused',
  /** What changed could not be brought to a task, and is tried again; or a removal or a command failed there: the next change tries again; or files are left out: the message says why. */
  syncFailed: 'SyncFailed',
  /** In an event: a task was brought what changed. */
  synced: 'Synced',
  /** In an event: its image is built anew and rolled out, as what changed asks for that. */
  rebuilding: 'Rebuilding',
} as const
