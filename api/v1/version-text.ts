/** The version of this checkout. */
export const VERSION_TEXT = '0.1.0'
/** The date of the version, for the man pages. */
export const VERSION_DATE = '2026-11-20'

/** The response header with the server's version. */
export const VERSION_HEADER = 'reconcile-version'
