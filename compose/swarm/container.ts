import type { V1Healthcheck, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { type Findings, said, withoutStackLabels } from './found.ts'
import type { Reading } from './reading.ts'

/** Converts the parts of a container spec, except mounts, secrets, configs, networks and ports. */
export function containerParts(read: Reading, findings: Findings): V1TaskTemplate {
  refuseTemplates(read, findings)
  const isolation = read.text('Isolation')
  return said({
    image: read.text('Image'),
    command: read.texts('Command'),
    args: read.texts('Args'),
    env: read.texts('Env').map(variable),
    workingDir: read.text('Dir'),
    user: read.text('User'),
    groupAdd: read.texts('Groups'),
    hostname: read.text('Hostname'),
    labels: withoutStackLabels(read.map('Labels')),
    tty: read.flag('TTY'),
    stdin: read.flag('OpenStdin'),
    stopSignal: read.text('StopSignal'),
    stopGracePeriodSeconds: read.seconds('StopGracePeriod'),
    init: typeof read.take('Init') === 'boolean' ? read.take('Init') === true : undefined,
    readOnly: read.flag('ReadOnly'),
    ...(read.has('Healthcheck') ? { healthcheck: healthcheck(read.below('Healthcheck')) } : {}),
    ...names(read),
    sysctls: read.map('Sysctls'),
    capAdd: read.texts('CapabilityAdd').map(capability),
    capDrop: read.texts('CapabilityDrop').map(capability),
    ulimits: read.list('Ulimits').map((each) => ({
      name: each.text('Name') ?? '',
      ...{ soft: each.number('Soft') ?? 0, hard: each.number('Hard') ?? 0 },
    })),
    oomScoreAdj: read.number('OomScoreAdj'),
    isolation: isolation === 'default' ? undefined : isolation,
    securityOpt: securityOptions(read.below('Privileges')),
  })
}

/** Refuses templates such as {{.Task.Slot}}, which only the swarm fills in. */
function refuseTemplates(read: Reading, findings: Findings): void {
  for (const field of ['Env', 'Hostname', 'Mounts', 'Labels', 'Dir', 'User'])
    if (JSON.stringify(read.peek(field) ?? '').includes('{{'))
      findings.refuse(
        `${read.where}: ${field} has a template {{…}}, which is filled in by the swarm alone: write the value`,
      )
}

function variable(text: string): { name: string; value?: string } {
  const at = text.indexOf('=')
  return at < 0 ? { name: text } : { name: text.slice(0, at), value: text.slice(at + 1) }
}

function healthcheck(read: Reading): V1Healthcheck {
  const test = read.texts('Test')
  if (test[0] === 'NONE') return { disable: true }
  return said({
    test,
    intervalSeconds: read.seconds('Interval'),
    timeoutSeconds: read.seconds('Timeout'),
    startPeriodSeconds: read.seconds('StartPeriod'),
    startIntervalSeconds: read.seconds('StartInterval'),
    retries: read.number('Retries'),
  })
}

/** DNS settings and extra hosts. */
function names(read: Reading): Pick<V1TaskTemplate, 'dns' | 'dnsSearch' | 'dnsOptions' | 'extraHosts'> {
  const dns = read.below('DNSConfig')
  return said({
    dns: dns.texts('Nameservers'),
    dnsSearch: dns.texts('Search'),
    dnsOptions: dns.texts('Options'),
    // `ADDRESS NAME…`, as in /etc/hosts.
    extraHosts: read.texts('Hosts').flatMap((line) => {
      const [address = '', ...hosts] = line.trim().split(/\s+/)
      return hosts.map((host) => `${host}:${address}`)
    }),
  })
}

function capability(name: string): string {
  return name.replace(/^CAP_/, '')
}

function securityOptions(read: Reading): string[] {
  const selinux = read.below('SELinuxContext')
  const [seccomp, appArmor] = [read.below('Seccomp'), read.below('AppArmor')]
  const mode = seccomp.text('Mode')
  const profile = seccomp.text('Profile') ?? ''
  return [
    ...(read.flag('NoNewPrivileges') ? ['no-new-privileges'] : []),
    ...(selinux.flag('Disable') ? ['label=disable'] : []),
    ...['User', 'Role', 'Type', 'Level'].flatMap((field) => {
      const value = selinux.text(field)
      return value === undefined ? [] : [`label=${field.toLowerCase()}:${value}`]
    }),
    ...(mode === 'unconfined' ? ['seccomp=unconfined'] : []),
    ...(mode === 'custom' ? [`seccomp=${Buffer.from(profile, 'base64').toString()}`] : []),
    ...(appArmor.text('Mode') === 'disabled' ? ['apparmor=unconfined'] : []),
  ]
}
