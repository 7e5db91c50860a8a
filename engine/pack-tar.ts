import { type Pack, pack } from 'tar-stream'

/** Builds a small archive from the entries that `fill` adds. */
export async function packTar(fill: (tar: Pack) => void): Promise<Uint8Array> {
  const tar = pack()
  fill(tar)
  tar.finalize()
  const chunks: Uint8Array[] = []
  for await (const chunk of tar) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}
