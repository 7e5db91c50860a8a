/** The version of this checkout. */
export const VERSION_TEXT = '0.1.0'
/** The day of the version, as the man pages have it. */
export const VERSION_DATE = '2026-11-20'

/** The header in which a server says its version to whom it answers. */
export const VERSION_HEADER = 'reconcile-version'
