/** The apiVersions of Kubernetes' own kinds. */
const KUBERNETES = /^(v1$|(apps|batch|policy|autoscaling|extensions)\/|[a-z.]+\.k8s\.io\/)/

/** Kubernetes' kinds and their equivalents here. */
const HERE: readonly (readonly [RegExp, string])[] = [
  [/^(Deployment|ReplicaSet|StatefulSet|Pod)$/, 'what keeps containers running is a kind: Service here, with replicas'],
  [/^DaemonSet$/, 'what runs on every node is a kind: Service here, with mode: Global'],
  [/^(Cron)?Job$/, 'a job is a kind: Service here, with mode: ReplicatedJob'],
  [/^(Service|Ingress)$/, 'a kind: Service here runs containers, answers to its name and publishes its ports itself'],
  [/^PersistentVolume(Claim)?$/, 'it is a kind: Volume here'],
  [/^ConfigMap$/, 'it is a kind: Config here, of one file'],
  [/^Namespace$/, 'a stack is there as soon as something names it: leave it out'],
]

/** What to declare instead of a Kubernetes manifest; undefined for other apiVersions. */
export function insteadOf(apiVersion: string, kind: string): string | undefined {
  if (!KUBERNETES.test(apiVersion)) return undefined
  const here = HERE.find(([known]) => known.test(kind))?.[1]
  return `${here === undefined ? '' : `${here}; `}docs/coming-from-kubernetes.md has what is what`
}
