/**
 * Node has four: as many as the reading of one root may hold for as long as the file system there hangs, beside what watches it. Often
 * several are on the same one. An idle thread costs next to nothing.
 */
const THREADS = 64

/**
 * Leaves threads for the state's files where a watched file system hangs: nothing is done that is not stored. Node takes the number when it
 * starts them, with the first call that needs one, so this comes before that.
 */
export function raiseFileThreads(): void {
  process.env['UV_THREADPOOL_SIZE'] ??= String(THREADS)
}
