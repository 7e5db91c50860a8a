/**
 * The size of Node's thread pool. A hanging file system can block four threads per root, which is all that Node has by default. Idle
 * threads cost almost nothing.
 */
const THREADS = 64

/**
 * Enlarges the thread pool, so that the state's files stay accessible while a watched file system hangs. Must run before the first
 * asynchronous file call, when Node starts the threads.
 */
export function raiseFileThreads(): void {
  process.env['UV_THREADPOOL_SIZE'] ??= String(THREADS)
}
