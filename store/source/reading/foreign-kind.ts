import { BY_CRON } from '../../../api/v1/by-the-clock.ts'

/** The apiVersions of Kubernetes' own kinds. */
const KUBERNETES = /^(v1$|(apps|batch|policy|autoscaling|extensions)\/|[a-z.]+\.k8s\.io\/)/

/** Kubernetes' kinds and their equivalents here. */
const HERE: readonly (readonly [RegExp, string])[] = [
  [/^(Deployment|ReplicaSet|StatefulSet|Pod)$/, 'what keeps containers running is a kind: Service here, with replicas'],
  [/^DaemonSet$/, 'what runs on every node is a kind: Service here, with mode: Global'],
  [/^Job$/, 'a job is a kind: Service here, with mode: ReplicatedJob'],
  [/^CronJob$/, `nothing runs by the clock here: write a kind: Service with replicas: 0, and ${BY_CRON}`],
  [/^Service$/, 'a kind: Service here runs containers, answers to its name and publishes its ports itself'],
  [/^Ingress$/, 'names and paths are told apart by a proxy of yours, as docs/no-downtime.md has one'],
  [/^Secret$/, 'it is a kind: Secret here, of one file, whose bytes `reconcile secret create` keeps'],
  [/^PersistentVolume(Claim)?$/, 'it is a kind: Volume here'],
  [/^ConfigMap$/, 'it is a kind: Config here, of one file'],
  [/^Namespace$/, 'a stack is there as soon as something names it: leave it out'],
]

/** What to declare instead of a Kubernetes manifest; undefined for other apiVersions. */
export function insteadOf(apiVersion: string, kind: string): string | undefined {
  if (!KUBERNETES.test(apiVersion)) return undefined
  const here = HERE.find(([known]) => known.test(kind))?.[1]
  return `${here === undefined ? '' : `${here}; `}docs/coming-from-kubernetes.md has what is what, and .reconcileignore leaves files out`
}
