// Made by `npm run gen` from the files in this folder. Don't edit.
import type { Rule } from './define-rule.js';
import { configmapMissing as configConfigmapMissing } from './config/configmap-missing.js';
import { hardcodedSecret as configHardcodedSecret } from './config/hardcoded-secret.js';
import { volumeUndefined as configVolumeUndefined } from './config/volume-undefined.js';
import { cgoOnStaticBase as dockerfileCgoOnStaticBase } from './dockerfile/cgo-on-static-base.js';
import { latestBaseImage as dockerfileLatestBaseImage } from './dockerfile/latest-base-image.js';
import { mutableBaseImage as dockerfileMutableBaseImage } from './dockerfile/mutable-base-image.js';
import { rootUser as dockerfileRootUser } from './dockerfile/root-user.js';
import { shellFormEntrypoint as dockerfileShellFormEntrypoint } from './dockerfile/shell-form-entrypoint.js';
import { sourceBeforeModules as dockerfileSourceBeforeModules } from './dockerfile/source-before-modules.js';
import { toolchainInFinalStage as dockerfileToolchainInFinalStage } from './dockerfile/toolchain-in-final-stage.js';
import { unnamedStage as dockerfileUnnamedStage } from './dockerfile/unnamed-stage.js';
import { gomemlimitExceedsLimit as goGomemlimitExceedsLimit } from './go/gomemlimit-exceeds-limit.js';
import { gomemlimitInvalidUnit as goGomemlimitInvalidUnit } from './go/gomemlimit-invalid-unit.js';
import { gomemlimitMissing as goGomemlimitMissing } from './go/gomemlimit-missing.js';
import { gomemlimitNoHeadroom as goGomemlimitNoHeadroom } from './go/gomemlimit-no-headroom.js';
import { latestTag as imageLatestTag } from './image/latest-tag.js';
import { placeholder as imagePlaceholder } from './image/placeholder.js';
import { backendPortMissing as ingressBackendPortMissing } from './ingress/backend-port-missing.js';
import { backendServiceMissing as ingressBackendServiceMissing } from './ingress/backend-service-missing.js';
import { grpcBackendProtocol as ingressGrpcBackendProtocol } from './ingress/grpc-backend-protocol.js';
import { grpcNeedsTls as ingressGrpcNeedsTls } from './ingress/grpc-needs-tls.js';
import { tlsHostMismatch as ingressTlsHostMismatch } from './ingress/tls-host-mismatch.js';
import { tlsMissing as ingressTlsMissing } from './ingress/tls-missing.js';
import { notAnalysed as metaNotAnalysed } from './meta/not-analysed.js';
import { syntaxError as metaSyntaxError } from './meta/syntax-error.js';
import { unusedSuppression as metaUnusedSuppression } from './meta/unused-suppression.js';
import { defaultDenyMissing as netpolDefaultDenyMissing } from './netpol/default-deny-missing.js';
import { dnsUdpMissing as netpolDnsUdpMissing } from './netpol/dns-udp-missing.js';
import { egressWithoutDns as netpolEgressWithoutDns } from './netpol/egress-without-dns.js';
import { emptyFromAllowsAll as netpolEmptyFromAllowsAll } from './netpol/empty-from-allows-all.js';
import { annotationNotString as observabilityAnnotationNotString } from './observability/annotation-not-string.js';
import { scrapePortMismatch as observabilityScrapePortMismatch } from './observability/scrape-port-mismatch.js';
import { hostLocalhost as probeHostLocalhost } from './probe/host-localhost.js';
import { identical as probeIdentical } from './probe/identical.js';
import { livenessDependency as probeLivenessDependency } from './probe/liveness-dependency.js';
import { livenessMissing as probeLivenessMissing } from './probe/liveness-missing.js';
import { portUndeclared as probePortUndeclared } from './probe/port-undeclared.js';
import { readinessMissing as probeReadinessMissing } from './probe/readiness-missing.js';
import { memoryLimitMissing as resourcesMemoryLimitMissing } from './resources/memory-limit-missing.js';
import { requestExceedsLimit as resourcesRequestExceedsLimit } from './resources/request-exceeds-limit.js';
import { requestsMissing as resourcesRequestsMissing } from './resources/requests-missing.js';
import { suspiciousQuantity as resourcesSuspiciousQuantity } from './resources/suspicious-quantity.js';
import { bothZero as rolloutBothZero } from './rollout/both-zero.js';
import { dropsToZero as rolloutDropsToZero } from './rollout/drops-to-zero.js';
import { readinessRequired as rolloutReadinessRequired } from './rollout/readiness-required.js';
import { recreateBehindService as rolloutRecreateBehindService } from './rollout/recreate-behind-service.js';
import { singleReplica as rolloutSingleReplica } from './rollout/single-replica.js';
import { labelValueInvalid as selectorLabelValueInvalid } from './selector/label-value-invalid.js';
import { missing as selectorMissing } from './selector/missing.js';
import { serviceMatchesObjectLabels as selectorServiceMatchesObjectLabels } from './selector/service-matches-object-labels.js';
import { serviceNoMatch as selectorServiceNoMatch } from './selector/service-no-match.js';
import { templateMismatch as selectorTemplateMismatch } from './selector/template-mismatch.js';
import { volatileLabel as selectorVolatileLabel } from './selector/volatile-label.js';
import { targetPortNameUnresolved as serviceTargetPortNameUnresolved } from './service/target-port-name-unresolved.js';
import { targetPortUndeclared as serviceTargetPortUndeclared } from './service/target-port-undeclared.js';
import { graceZero as shutdownGraceZero } from './shutdown/grace-zero.js';

/** Every rule of the product, by id. */
export const rules: readonly Rule[] = [
  // One a line.
  configConfigmapMissing,
  configHardcodedSecret,
  configVolumeUndefined,
  dockerfileCgoOnStaticBase,
  dockerfileLatestBaseImage,
  dockerfileMutableBaseImage,
  dockerfileRootUser,
  dockerfileShellFormEntrypoint,
  dockerfileSourceBeforeModules,
  dockerfileToolchainInFinalStage,
  dockerfileUnnamedStage,
  goGomemlimitExceedsLimit,
  goGomemlimitInvalidUnit,
  goGomemlimitMissing,
  goGomemlimitNoHeadroom,
  imageLatestTag,
  imagePlaceholder,
  ingressBackendPortMissing,
  ingressBackendServiceMissing,
  ingressGrpcBackendProtocol,
  ingressGrpcNeedsTls,
  ingressTlsHostMismatch,
  ingressTlsMissing,
  metaNotAnalysed,
  metaSyntaxError,
  metaUnusedSuppression,
  netpolDefaultDenyMissing,
  netpolDnsUdpMissing,
  netpolEgressWithoutDns,
  netpolEmptyFromAllowsAll,
  observabilityAnnotationNotString,
  observabilityScrapePortMismatch,
  probeHostLocalhost,
  probeIdentical,
  probeLivenessDependency,
  probeLivenessMissing,
  probePortUndeclared,
  probeReadinessMissing,
  resourcesMemoryLimitMissing,
  resourcesRequestExceedsLimit,
  resourcesRequestsMissing,
  resourcesSuspiciousQuantity,
  rolloutBothZero,
  rolloutDropsToZero,
  rolloutReadinessRequired,
  rolloutRecreateBehindService,
  rolloutSingleReplica,
  selectorLabelValueInvalid,
  selectorMissing,
  selectorServiceMatchesObjectLabels,
  selectorServiceNoMatch,
  selectorTemplateMismatch,
  selectorVolatileLabel,
  serviceTargetPortNameUnresolved,
  serviceTargetPortUndeclared,
  shutdownGraceZero,
];
