import type { Container, EnvironmentVariable } from '../../kubernetes/container.js';
import { literalText } from '../../kubernetes/unresolved-text.js';
import { mountsOf, type VolumeMount, volumesOf } from '../../kubernetes/volume.js';
import { goEvidenceOf } from '../../workspace/go-evidence.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const logToFile = defineRule({
  id: 'observability/log-to-file',
  title: 'Go program that logs to a file',
  severity: 'hint',
  release: 3,
  sop: ['S7.0/1', 'G8.1/1'],
  why: `What a container writes to standard output, the kubelet keeps and rotates, and every collector finds. A file in the container is found by
nobody, fills the disk of the node, and is gone with the Pod.`,
  remedy: `Log to standard output.`,
  fixSafety: `A program that rotates its log, or opens it for reading, fails on a device.`,
  on: 'container',

  *check(container, { workspace }) {
    const variables = [...container.env.values()].filter(({ name }) => VARIABLE.test(name));
    const mounts = mountsOf(container).filter(({ mountPath }) => /^\/var\/log(?:\/|$)/.test(mountPath ?? ''));
    const { isGo, because } = goEvidenceOf(container, workspace);
    if (variables.length + mounts.length === 0) yield notApplicable('Nothing says that it logs to a file.');
    else if (SHIPPERS.test(literalText(container.image) ?? '')) yield notApplicable('It collects the logs of others.');
    else if (isGo !== true) yield isGo === false ? notApplicable(because) : unknown(because);
    else {
      for (const variable of variables) yield judgeVariable(container, variable);
      for (const mount of mounts) yield judgeMount(container, mount);
    }
  },
});

const VARIABLE = /^(?:[A-Z0-9]+_)*LOG_?(?:FILE|FILE_?PATH|FILE_?NAME|OUTPUT_?FILE)$/;

const SHIPPERS =
  /(?:^|[/_-])(?:fluent-?bit|fluentd|promtail|vector|filebeat|logstash|alloy|otel\w*|opentelemetry-collector\w*|agent|logrotate)(?:[-:@]|$)/;

function judgeVariable({ name: container }: Container, { name, value }: EnvironmentVariable): Outcome {
  const path = literalText(value);
  if (value === undefined || path === undefined) return unknown(`The value of variable "${name}" is not in the manifest.`);
  if (path === '' || path === '-' || /^(?:stdout|stderr)$|^\/dev\/|^\/proc\/(?:1|self)\/fd\//i.test(path))
    return satisfied(`Variable "${name}" leads to no file.`);
  return violated({
    span: pointAt(value),
    message: `${name} sends the log of container "${container}" to the file "${path}", where no collector finds it.`,
    fixes: [fix(`Set ${name} to /dev/stdout`, 'unsafe', replaceScalar(value, '/dev/stdout'))],
  });
}

function judgeMount(container: Container, { node, volume, mountPath }: VolumeMount): Outcome {
  const source = volumesOf(container.workload).find(({ name }) => name === volume)?.node;
  if (source === undefined) return unknown(`What volume "${volume}" is, is not in the manifest.`);
  if (node.get('readOnly')?.value === true) return notApplicable('It only reads there.');
  if (source.get('emptyDir') === undefined && source.get('persistentVolumeClaim') === undefined)
    return notApplicable(`Volume "${volume}" is for something else than a log of its own.`);
  const reader = container.workload.containers.find(other => other !== container && mountsOf(other).some(mount => mount.volume === volume));
  if (reader !== undefined) return satisfied(`Container "${reader.name}" mounts volume "${volume}", too, and may pass the log on.`);
  return violated({
    span: pointAt(node.get('mountPath') ?? node),
    message: `Volume "${volume}" at ${mountPath} shows that container "${container.name}" logs to files, which no collector finds.`,
  });
}
