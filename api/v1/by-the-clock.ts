/** What to do for a job that is to run by the clock: nothing here does that. */
export const BY_CRON = 'have cron or a systemd timer run `reconcile run --rm -n STACK NAME`'
