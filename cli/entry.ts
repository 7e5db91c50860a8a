import { endProcess } from './end-process.ts'
import { main } from './main.ts'

/** The process of one command: runs it and ends with its exit code. */
export async function run(): Promise<never> {
  const exit = await main(process.argv.slice(2))
  process.exitCode = exit
  // Flush both streams before the end; nothing else keeps the process alive.
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))),
  )
  return endProcess(exit)
}

export { main }
