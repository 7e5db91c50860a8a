import { LOCAL_NODE } from '../api/v1/names.ts'

/** What a person can do about an engine that does not answer, by the reason. An engine that denies this user access already runs. */
export function engineRemedy(because: string, node: string = LOCAL_NODE): string {
  const other =
    node === LOCAL_NODE
      ? 'or choose another one with DOCKER_HOST or a Docker context'
      : `or correct spec.engine in the manifest of node ${node}`
  const [, owner = LOCAL_NODE] = /^its engine is that of node (\S+):/.exec(because) ?? []
  if (owner !== LOCAL_NODE)
    return `if ${node} is the new name of ${owner}, \`reconcile delete node/${owner}\`, and what runs there goes on; else correct spec.engine in the manifest of node ${node}`
  if (/permission denied/i.test(because)) return `run this as a user who may use its socket, ${other}`
  if (/does not resolve/.test(because))
    return `let this machine resolve that host name (\`getent hosts NAME\` shows whether it does), ${other}`
  if (/nothing answers at/.test(because))
    return `start that host, or mend the network to it (\`ping\` shows whether it answers), ${other}`
  if (/no answer within/.test(because))
    return `restart the engine, which takes connections and does not answer them, ${other}`
  // The engine runs, but expects another TLS configuration.
  if (/\bTLS\b/.test(because) && node === LOCAL_NODE)
    return `set DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH as that engine wants it, or use a Docker context that does`
  // The engine was never asked, answers under another node's name, or expects another protocol.
  const isDeclaredWrong = /^(its engine is that of node|connect to .* (not an|is not))|\bTLS\b/.test(because)
  return node !== LOCAL_NODE && isDeclaredWrong
    ? `correct spec.engine in the manifest of node ${node}`
    : `start the engine, ${other}`
}
