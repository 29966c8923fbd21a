import type { Ingress, IngressBackend } from '../kubernetes/ingress.js';
import type { ServiceFact } from './facts.js';
import { referencedService } from './referenced-service.js';
import type { WorkspaceView } from './workspace-view.js';

type ServicePort = ServiceFact['ports'][number];

/** A backend that speaks gRPC, and what shows it: a part of a sentence. */
export interface GrpcBackend {
  readonly backend: IngressBackend;
  readonly evidence: string;
}

/** The backends of an Ingress that speak gRPC, as far as names and protocols of ports say. */
export function grpcBackendsOf({ backends }: Ingress, namespace: string | undefined, workspace: WorkspaceView): readonly GrpcBackend[] {
  return backends.flatMap(backend => {
    const evidence = grpcEvidence(backend, namespace, workspace);
    return evidence === undefined ? [] : [{ backend, evidence }];
  });
}

/** What shows that a port of a Service speaks gRPC. `grpc-web` is HTTP/1.1. */
export function grpcEvidenceOf({ name, port, appProtocol }: Pick<ServicePort, 'name' | 'port' | 'appProtocol'>): string | undefined {
  if (appProtocol !== undefined) return /^grpcs?$/i.test(appProtocol) ? `its appProtocol is "${appProtocol}"` : undefined;
  if (name !== undefined && /^grpcs?(?:-(?!web)|$)/i.test(name)) return `its port is named "${name}"`;
  const saysOther = name !== undefined && /^https?(?:-|$)|^web|^grpc-web|^tcp(?:-|$)|^metrics/i.test(name);
  return port === 50051 && !saysOther ? 'its port is 50051' : undefined;
}

function grpcEvidence({ service, port }: IngressBackend, namespace: string | undefined, workspace: WorkspaceView): string | undefined {
  if (port === undefined) return undefined;
  const found = referencedService(service, namespace, workspace);
  const ports =
    found.kind === 'found'
      ? found.services.flatMap(each => each.ports.filter(({ name, port: number }) => name === port || number === port))
      : [];
  const [first] = ports;
  if (first !== undefined) return grpcEvidenceOf(first);
  return grpcEvidenceOf({
    name: typeof port === 'string' ? port : undefined,
    port: typeof port === 'number' ? port : undefined,
    appProtocol: undefined,
  });
}
