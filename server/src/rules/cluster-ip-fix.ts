import type { Service } from '../kubernetes/service.js';
import { removeEntry, replaceScalar } from '../yaml/yaml-edit.js';
import { type Fix, fix } from './define-rule.js';

/** Fields that the API server refuses for a Service that is not reached from outside. */
const OUTSIDE_FIELDS = [
  'externalTrafficPolicy',
  'healthCheckNodePort',
  'loadBalancerSourceRanges',
  'loadBalancerClass',
  'loadBalancerIP',
  'allocateLoadBalancerNodePorts',
];

/** Makes a Service one that is reached inside of the cluster only, and takes away what such a Service may not have. */
export function clusterIpFix({ resource, ports }: Service): Fix | undefined {
  const spec = resource.node.get('spec');
  const type = spec?.get('type');
  if (spec === undefined || type === undefined) return undefined;
  const surplus = [...OUTSIDE_FIELDS.map(field => spec.get(field)), ...ports.map(({ node }) => node.get('nodePort'))];
  return fix(
    'Set the type to ClusterIP',
    'unsafe',
    replaceScalar(type, 'ClusterIP'),
    ...surplus.filter(node => node !== undefined).map(removeEntry),
  );
}
