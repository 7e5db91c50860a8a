/**
 * A bundle, loaded by `import()`: the commands on an installation itself, mainly `serve`. A process loads either this or local.ts, so other
 * commands do not load the API server and monitoring.
 */
export { backup } from '../commands/backup.ts'
export { doctor } from '../commands/doctor.ts'
export { gitHook } from '../commands/git-hook.ts'
export { init } from '../commands/init.ts'
export { restore } from '../commands/restore.ts'
export { serve } from '../commands/serve.ts'
