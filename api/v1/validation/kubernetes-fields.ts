import { BY_CRON } from '../by-the-clock.ts'

const PROBE = 'write healthcheck: one command that is run in the container, with startPeriodSeconds for a start'
const PLACED = 'write spec.placement: constraints, preferences, maxReplicasPerNode'
const ANYWAY = 'leave it out'
const NO_CLOCK = `nothing runs by the clock: write replicas: 0, and ${BY_CRON}`
const PULLED_OUT = 'write its fields, and those of its container, in spec.template itself'
const AS_FILE = 'write value; a secret is a file, by `secrets`, and a config too, by `configs`'

/** What to write for a field that Kubernetes has in the place of one of ours, by kind and path, without the indexes of lists. */
const FIELDS: Readonly<Record<string, string>> = {
  'Config.data': 'write spec.content: a Config is one file',
  'Secret.data':
    'write spec.stored: true, and `reconcile secret create NAME -n STACK --from-file FILE`: a Secret is one file',
  'Secret.stringData':
    'write spec.stored: true, and `reconcile secret create NAME -n STACK --stdin`: a Secret is one file',
  'Secret.type': ANYWAY,
  'Volume.spec.accessModes': `${ANYWAY}: a volume is on one host, unless its driver says otherwise`,
  'Volume.spec.resources': `${ANYWAY}: a volume is as large as its disk, unless driverOpts says otherwise`,
  'Volume.spec.storageClassName': 'write driver and driverOpts',
  'Service.spec.backoffLimit': 'write template.restartPolicy: { condition: OnFailure, maxAttempts: N }',
  'Service.spec.completions': 'write replicas, with mode: ReplicatedJob',
  'Service.spec.containers': PULLED_OUT,
  'Service.spec.jobTemplate': PULLED_OUT,
  'Service.spec.minReadySeconds': 'write updateStrategy.monitorSeconds',
  'Service.spec.parallelism': 'write maxConcurrent, with mode: ReplicatedJob',
  'Service.spec.paused': 'write `reconcile rollout pause NAME`',
  'Service.spec.schedule': NO_CLOCK,
  'Service.spec.selector': `${ANYWAY}: spec.template is its own`,
  'Service.spec.serviceName': `${ANYWAY}: a service answers to its name on its networks`,
  'Service.spec.strategy': 'write updateStrategy: { order: StartFirst, parallelism: 1 }',
  'Service.spec.type': `${ANYWAY}: template.ports are published on the host`,
  'Service.spec.volumeClaimTemplates':
    'write { type: Volume, target: PATH } without a source into template.mounts: each replica has one of its own',
  'Service.spec.template.affinity': PLACED,
  'Service.spec.template.containers': `${PULLED_OUT}; each other container is a service of its own`,
  'Service.spec.template.dnsConfig': 'write dns, dnsSearch and dnsOptions',
  'Service.spec.template.env.valueFrom': AS_FILE,
  'Service.spec.template.envFrom': `write env; ${AS_FILE.slice('write value; '.length)}`,
  'Service.spec.template.hostAliases': 'write extraHosts',
  'Service.spec.template.hostIPC': 'write ipcMode: host',
  'Service.spec.template.hostNetwork': 'write networkMode: host',
  'Service.spec.template.hostPID': 'write pidMode: host',
  'Service.spec.template.initContainers':
    'write each as a service with mode: ReplicatedJob, and spec.dependsOn: [{ service: NAME, condition: Completed }]',
  'Service.spec.template.lifecycle': 'write hooks: postStart, preStop',
  'Service.spec.template.livenessProbe': PROBE,
  'Service.spec.template.metadata': 'write labels and annotations in spec.template itself',
  'Service.spec.template.nodeSelector': PLACED,
  'Service.spec.template.readinessProbe': PROBE,
  'Service.spec.template.resources.limits.cpu': 'write cpus, a number: 0.5 for 500m',
  'Service.spec.template.resources.limits.memory': 'write memoryBytes, a number: 134217728 for 128Mi',
  'Service.spec.template.resources.requests': 'write reservations: cpus, memoryBytes',
  'Service.spec.template.securityContext': 'write user, groupAdd, readOnly, capAdd, capDrop and privileged themselves',
  'Service.spec.template.serviceAccountName': ANYWAY,
  'Service.spec.template.spec': PULLED_OUT,
  'Service.spec.template.startupProbe': PROBE,
  'Service.spec.template.tolerations': PLACED,
  'Service.spec.template.topologySpreadConstraints': PLACED,
  'Service.spec.template.volumeMounts': 'write mounts',
  'Service.spec.template.volumes': 'write mounts, and a kind: Volume for what has a name',
}

/** What to write instead of a field that Kubernetes' manifests have there; undefined for any other one. */
export function kubernetesField(kind: string, path: readonly (string | number)[]): string | undefined {
  const name = [kind, ...path.filter((part) => typeof part === 'string')].join('.')
  return Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
}
