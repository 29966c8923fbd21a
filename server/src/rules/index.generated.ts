// Made by `npm run gen` from the files in this folder. Don't edit.
import type { Rule } from './define-rule.js';
import { configmapMissing as configConfigmapMissing } from './config/configmap-missing.js';
import { csiProviderMissing as configCsiProviderMissing } from './config/csi-provider-missing.js';
import { envPrecedence as configEnvPrecedence } from './config/env-precedence.js';
import { hardcodedSecret as configHardcodedSecret } from './config/hardcoded-secret.js';
import { invalidEnvKey as configInvalidEnvKey } from './config/invalid-env-key.js';
import { keyMissing as configKeyMissing } from './config/key-missing.js';
import { mountHidesBinary as configMountHidesBinary } from './config/mount-hides-binary.js';
import { noRolloutOnChange as configNoRolloutOnChange } from './config/no-rollout-on-change.js';
import { secretBadBase64 as configSecretBadBase64 } from './config/secret-bad-base64.js';
import { secretInConfigmap as configSecretInConfigmap } from './config/secret-in-configmap.js';
import { secretInGit as configSecretInGit } from './config/secret-in-git.js';
import { secretMissing as configSecretMissing } from './config/secret-missing.js';
import { secretRbacBroad as configSecretRbacBroad } from './config/secret-rbac-broad.js';
import { subpathNeverUpdates as configSubpathNeverUpdates } from './config/subpath-never-updates.js';
import { tokenAutomount as configTokenAutomount } from './config/token-automount.js';
import { volumeUndefined as configVolumeUndefined } from './config/volume-undefined.js';
import { cgoOnStaticBase as dockerfileCgoOnStaticBase } from './dockerfile/cgo-on-static-base.js';
import { latestBaseImage as dockerfileLatestBaseImage } from './dockerfile/latest-base-image.js';
import { mutableBaseImage as dockerfileMutableBaseImage } from './dockerfile/mutable-base-image.js';
import { rootUser as dockerfileRootUser } from './dockerfile/root-user.js';
import { shellFormEntrypoint as dockerfileShellFormEntrypoint } from './dockerfile/shell-form-entrypoint.js';
import { sourceBeforeModules as dockerfileSourceBeforeModules } from './dockerfile/source-before-modules.js';
import { toolchainInFinalStage as dockerfileToolchainInFinalStage } from './dockerfile/toolchain-in-final-stage.js';
import { unnamedStage as dockerfileUnnamedStage } from './dockerfile/unnamed-stage.js';
import { backendRef as gatewayBackendRef } from './gateway/backend-ref.js';
import { cpuLimitBelowParallelism as goCpuLimitBelowParallelism } from './go/cpu-limit-below-parallelism.js';
import { envDuplicate as goEnvDuplicate } from './go/env-duplicate.js';
import { gogcOffWithoutMemlimit as goGogcOffWithoutMemlimit } from './go/gogc-off-without-memlimit.js';
import { gomaxprocsDivisor as goGomaxprocsDivisor } from './go/gomaxprocs-divisor.js';
import { gomaxprocsNotContainerAware as goGomaxprocsNotContainerAware } from './go/gomaxprocs-not-container-aware.js';
import { gomaxprocsOverLimit as goGomaxprocsOverLimit } from './go/gomaxprocs-over-limit.js';
import { gomaxprocsRedundant as goGomaxprocsRedundant } from './go/gomaxprocs-redundant.js';
import { gomemlimitDivisor as goGomemlimitDivisor } from './go/gomemlimit-divisor.js';
import { gomemlimitExceedsLimit as goGomemlimitExceedsLimit } from './go/gomemlimit-exceeds-limit.js';
import { gomemlimitInvalidUnit as goGomemlimitInvalidUnit } from './go/gomemlimit-invalid-unit.js';
import { gomemlimitMissing as goGomemlimitMissing } from './go/gomemlimit-missing.js';
import { gomemlimitNoHeadroom as goGomemlimitNoHeadroom } from './go/gomemlimit-no-headroom.js';
import { gomemlimitRequestsRef as goGomemlimitRequestsRef } from './go/gomemlimit-requests-ref.js';
import { gomemlimitStaticUnderVpa as goGomemlimitStaticUnderVpa } from './go/gomemlimit-static-under-vpa.js';
import { gomemlimitTooLow as goGomemlimitTooLow } from './go/gomemlimit-too-low.js';
import { gomemlimitUnsupported as goGomemlimitUnsupported } from './go/gomemlimit-unsupported.js';
import { gomemlimitWithoutLimit as goGomemlimitWithoutLimit } from './go/gomemlimit-without-limit.js';
import { chartMetadata as helmChartMetadata } from './helm/chart-metadata.js';
import { hardcoded as helmHardcoded } from './helm/hardcoded.js';
import { imageTagWithoutFallback as helmImageTagWithoutFallback } from './helm/image-tag-without-fallback.js';
import { includeUndefined as helmIncludeUndefined } from './helm/include-undefined.js';
import { indent as helmIndent } from './helm/indent.js';
import { overrideType as helmOverrideType } from './helm/override-type.js';
import { overrideUnknownKey as helmOverrideUnknownKey } from './helm/override-unknown-key.js';
import { releaseName as helmReleaseName } from './helm/release-name.js';
import { replicasWithAutoscaling as helmReplicasWithAutoscaling } from './helm/replicas-with-autoscaling.js';
import { selectorIncludesVersion as helmSelectorIncludesVersion } from './helm/selector-includes-version.js';
import { templateSyntax as helmTemplateSyntax } from './helm/template-syntax.js';
import { unquotedAppVersion as helmUnquotedAppVersion } from './helm/unquoted-app-version.js';
import { unquotedString as helmUnquotedString } from './helm/unquoted-string.js';
import { valueNotAllowed as helmValueNotAllowed } from './helm/value-not-allowed.js';
import { valuesSchemaMissing as helmValuesSchemaMissing } from './helm/values-schema-missing.js';
import { valuesUndefined as helmValuesUndefined } from './helm/values-undefined.js';
import { valuesUndocumented as helmValuesUndocumented } from './helm/values-undocumented.js';
import { valuesUnused as helmValuesUnused } from './helm/values-unused.js';
import { latestTag as imageLatestTag } from './image/latest-tag.js';
import { mutableTag as imageMutableTag } from './image/mutable-tag.js';
import { placeholder as imagePlaceholder } from './image/placeholder.js';
import { pullSecret as imagePullSecret } from './image/pull-secret.js';
import { annotationClassMismatch as ingressAnnotationClassMismatch } from './ingress/annotation-class-mismatch.js';
import { annotationValue as ingressAnnotationValue } from './ingress/annotation-value.js';
import { backendPortMissing as ingressBackendPortMissing } from './ingress/backend-port-missing.js';
import { backendServiceMissing as ingressBackendServiceMissing } from './ingress/backend-service-missing.js';
import { classMissing as ingressClassMissing } from './ingress/class-missing.js';
import { controllerRetired as ingressControllerRetired } from './ingress/controller-retired.js';
import { duplicateRoute as ingressDuplicateRoute } from './ingress/duplicate-route.js';
import { grpcBackendProtocol as ingressGrpcBackendProtocol } from './ingress/grpc-backend-protocol.js';
import { grpcNeedsTls as ingressGrpcNeedsTls } from './ingress/grpc-needs-tls.js';
import { grpcPath as ingressGrpcPath } from './ingress/grpc-path.js';
import { hostMissing as ingressHostMissing } from './ingress/host-missing.js';
import { snippetAnnotations as ingressSnippetAnnotations } from './ingress/snippet-annotations.js';
import { tlsHostMismatch as ingressTlsHostMismatch } from './ingress/tls-host-mismatch.js';
import { tlsMissing as ingressTlsMissing } from './ingress/tls-missing.js';
import { buildRefused as kustomizeBuildRefused } from './kustomize/build-refused.js';
import { deprecatedField as kustomizeDeprecatedField } from './kustomize/deprecated-field.js';
import { patchTarget as kustomizePatchTarget } from './kustomize/patch-target.js';
import { notAnalysed as metaNotAnalysed } from './meta/not-analysed.js';
import { syntaxError as metaSyntaxError } from './meta/syntax-error.js';
import { unusedSuppression as metaUnusedSuppression } from './meta/unused-suppression.js';
import { defaultDenyMissing as netpolDefaultDenyMissing } from './netpol/default-deny-missing.js';
import { dnsNodeLocal as netpolDnsNodeLocal } from './netpol/dns-node-local.js';
import { dnsTcpMissing as netpolDnsTcpMissing } from './netpol/dns-tcp-missing.js';
import { dnsUdpMissing as netpolDnsUdpMissing } from './netpol/dns-udp-missing.js';
import { egressWithoutDns as netpolEgressWithoutDns } from './netpol/egress-without-dns.js';
import { emptyFromAllowsAll as netpolEmptyFromAllowsAll } from './netpol/empty-from-allows-all.js';
import { hostNetwork as netpolHostNetwork } from './netpol/host-network.js';
import { metadataEndpoint as netpolMetadataEndpoint } from './netpol/metadata-endpoint.js';
import { namespaceLabel as netpolNamespaceLabel } from './netpol/namespace-label.js';
import { oneSided as netpolOneSided } from './netpol/one-sided.js';
import { orInsteadOfAnd as netpolOrInsteadOfAnd } from './netpol/or-instead-of-and.js';
import { peerMatchesNothing as netpolPeerMatchesNothing } from './netpol/peer-matches-nothing.js';
import { peerOtherNamespace as netpolPeerOtherNamespace } from './netpol/peer-other-namespace.js';
import { policyTypesConflict as netpolPolicyTypesConflict } from './netpol/policy-types-conflict.js';
import { policyTypesDefaulted as netpolPolicyTypesDefaulted } from './netpol/policy-types-defaulted.js';
import { portIsServicePort as netpolPortIsServicePort } from './netpol/port-is-service-port.js';
import { selectorMatchesNothing as netpolSelectorMatchesNothing } from './netpol/selector-matches-nothing.js';
import { workloadNotSelected as netpolWorkloadNotSelected } from './netpol/workload-not-selected.js';
import { annotationNotString as observabilityAnnotationNotString } from './observability/annotation-not-string.js';
import { annotationPlacement as observabilityAnnotationPlacement } from './observability/annotation-placement.js';
import { logToFile as observabilityLogToFile } from './observability/log-to-file.js';
import { noMetrics as observabilityNoMetrics } from './observability/no-metrics.js';
import { scrapeIncomplete as observabilityScrapeIncomplete } from './observability/scrape-incomplete.js';
import { scrapePortMismatch as observabilityScrapePortMismatch } from './observability/scrape-port-mismatch.js';
import { servicemonitorPort as observabilityServicemonitorPort } from './observability/servicemonitor-port.js';
import { execInShelllessImage as probeExecInShelllessImage } from './probe/exec-in-shellless-image.js';
import { grpc as probeGrpc } from './probe/grpc.js';
import { hostLocalhost as probeHostLocalhost } from './probe/host-localhost.js';
import { identical as probeIdentical } from './probe/identical.js';
import { initialDelayInsteadOfStartup as probeInitialDelayInsteadOfStartup } from './probe/initial-delay-instead-of-startup.js';
import { livenessDependency as probeLivenessDependency } from './probe/liveness-dependency.js';
import { livenessMissing as probeLivenessMissing } from './probe/liveness-missing.js';
import { pathConvention as probePathConvention } from './probe/path-convention.js';
import { portUndeclared as probePortUndeclared } from './probe/port-undeclared.js';
import { readinessMissing as probeReadinessMissing } from './probe/readiness-missing.js';
import { startupUnneeded as probeStartupUnneeded } from './probe/startup-unneeded.js';
import { timing as probeTiming } from './probe/timing.js';
import { cpuLimit as resourcesCpuLimit } from './resources/cpu-limit.js';
import { hpaNeedsRequest as resourcesHpaNeedsRequest } from './resources/hpa-needs-request.js';
import { memoryLimitMissing as resourcesMemoryLimitMissing } from './resources/memory-limit-missing.js';
import { overcommitRatio as resourcesOvercommitRatio } from './resources/overcommit-ratio.js';
import { qosExpectation as resourcesQosExpectation } from './resources/qos-expectation.js';
import { requestExceedsLimit as resourcesRequestExceedsLimit } from './resources/request-exceeds-limit.js';
import { requestsMissing as resourcesRequestsMissing } from './resources/requests-missing.js';
import { suspiciousQuantity as resourcesSuspiciousQuantity } from './resources/suspicious-quantity.js';
import { badValue as rolloutBadValue } from './rollout/bad-value.js';
import { bothZero as rolloutBothZero } from './rollout/both-zero.js';
import { dropsToZero as rolloutDropsToZero } from './rollout/drops-to-zero.js';
import { noRollbackHistory as rolloutNoRollbackHistory } from './rollout/no-rollback-history.js';
import { pdbBlocks as rolloutPdbBlocks } from './rollout/pdb-blocks.js';
import { progressDeadline as rolloutProgressDeadline } from './rollout/progress-deadline.js';
import { readinessRequired as rolloutReadinessRequired } from './rollout/readiness-required.js';
import { recreateBehindService as rolloutRecreateBehindService } from './rollout/recreate-behind-service.js';
import { replicasWithHpa as rolloutReplicasWithHpa } from './rollout/replicas-with-hpa.js';
import { singleReplica as rolloutSingleReplica } from './rollout/single-replica.js';
import { duplicateKey as schemaDuplicateKey } from './schema/duplicate-key.js';
import { duplicateObject as schemaDuplicateObject } from './schema/duplicate-object.js';
import { hardening as securityHardening } from './security/hardening.js';
import { nonrootVsImage as securityNonrootVsImage } from './security/nonroot-vs-image.js';
import { rootAllowed as securityRootAllowed } from './security/root-allowed.js';
import { runAsRootUid as securityRunAsRootUid } from './security/run-as-root-uid.js';
import { labelValueInvalid as selectorLabelValueInvalid } from './selector/label-value-invalid.js';
import { missing as selectorMissing } from './selector/missing.js';
import { overlap as selectorOverlap } from './selector/overlap.js';
import { recommendedLabelsMissing as selectorRecommendedLabelsMissing } from './selector/recommended-labels-missing.js';
import { serviceMatchesObjectLabels as selectorServiceMatchesObjectLabels } from './selector/service-matches-object-labels.js';
import { serviceNoMatch as selectorServiceNoMatch } from './selector/service-no-match.js';
import { serviceSpansWorkloads as selectorServiceSpansWorkloads } from './selector/service-spans-workloads.js';
import { targetMatchesNothing as selectorTargetMatchesNothing } from './selector/target-matches-nothing.js';
import { templateMismatch as selectorTemplateMismatch } from './selector/template-mismatch.js';
import { volatileLabel as selectorVolatileLabel } from './selector/volatile-label.js';
import { doubleExposure as serviceDoubleExposure } from './service/double-exposure.js';
import { grpcLoadBalancing as serviceGrpcLoadBalancing } from './service/grpc-load-balancing.js';
import { nodeport as serviceNodeport } from './service/nodeport.js';
import { portNames as servicePortNames } from './service/port-names.js';
import { protocolMismatch as serviceProtocolMismatch } from './service/protocol-mismatch.js';
import { targetPortDefaulted as serviceTargetPortDefaulted } from './service/target-port-defaulted.js';
import { targetPortNameUnresolved as serviceTargetPortNameUnresolved } from './service/target-port-name-unresolved.js';
import { targetPortUndeclared as serviceTargetPortUndeclared } from './service/target-port-undeclared.js';
import { commandWrapper as shutdownCommandWrapper } from './shutdown/command-wrapper.js';
import { graceBudget as shutdownGraceBudget } from './shutdown/grace-budget.js';
import { graceZero as shutdownGraceZero } from './shutdown/grace-zero.js';
import { noPropagationDelay as shutdownNoPropagationDelay } from './shutdown/no-propagation-delay.js';
import { prestopExceedsGrace as shutdownPrestopExceedsGrace } from './shutdown/prestop-exceeds-grace.js';
import { prestopExecInShelllessImage as shutdownPrestopExecInShelllessImage } from './shutdown/prestop-exec-in-shellless-image.js';
import { sleepActionVersion as shutdownSleepActionVersion } from './shutdown/sleep-action-version.js';
import { nakedPod as workloadNakedPod } from './workload/naked-pod.js';
import { sharedRwoVolume as workloadSharedRwoVolume } from './workload/shared-rwo-volume.js';

/** Every rule of the product, by id. */
export const rules: readonly Rule[] = [
  // One a line.
  configConfigmapMissing,
  configCsiProviderMissing,
  configEnvPrecedence,
  configHardcodedSecret,
  configInvalidEnvKey,
  configKeyMissing,
  configMountHidesBinary,
  configNoRolloutOnChange,
  configSecretBadBase64,
  configSecretInConfigmap,
  configSecretInGit,
  configSecretMissing,
  configSecretRbacBroad,
  configSubpathNeverUpdates,
  configTokenAutomount,
  configVolumeUndefined,
  dockerfileCgoOnStaticBase,
  dockerfileLatestBaseImage,
  dockerfileMutableBaseImage,
  dockerfileRootUser,
  dockerfileShellFormEntrypoint,
  dockerfileSourceBeforeModules,
  dockerfileToolchainInFinalStage,
  dockerfileUnnamedStage,
  gatewayBackendRef,
  goCpuLimitBelowParallelism,
  goEnvDuplicate,
  goGogcOffWithoutMemlimit,
  goGomaxprocsDivisor,
  goGomaxprocsNotContainerAware,
  goGomaxprocsOverLimit,
  goGomaxprocsRedundant,
  goGomemlimitDivisor,
  goGomemlimitExceedsLimit,
  goGomemlimitInvalidUnit,
  goGomemlimitMissing,
  goGomemlimitNoHeadroom,
  goGomemlimitRequestsRef,
  goGomemlimitStaticUnderVpa,
  goGomemlimitTooLow,
  goGomemlimitUnsupported,
  goGomemlimitWithoutLimit,
  helmChartMetadata,
  helmHardcoded,
  helmImageTagWithoutFallback,
  helmIncludeUndefined,
  helmIndent,
  helmOverrideType,
  helmOverrideUnknownKey,
  helmReleaseName,
  helmReplicasWithAutoscaling,
  helmSelectorIncludesVersion,
  helmTemplateSyntax,
  helmUnquotedAppVersion,
  helmUnquotedString,
  helmValueNotAllowed,
  helmValuesSchemaMissing,
  helmValuesUndefined,
  helmValuesUndocumented,
  helmValuesUnused,
  imageLatestTag,
  imageMutableTag,
  imagePlaceholder,
  imagePullSecret,
  ingressAnnotationClassMismatch,
  ingressAnnotationValue,
  ingressBackendPortMissing,
  ingressBackendServiceMissing,
  ingressClassMissing,
  ingressControllerRetired,
  ingressDuplicateRoute,
  ingressGrpcBackendProtocol,
  ingressGrpcNeedsTls,
  ingressGrpcPath,
  ingressHostMissing,
  ingressSnippetAnnotations,
  ingressTlsHostMismatch,
  ingressTlsMissing,
  kustomizeBuildRefused,
  kustomizeDeprecatedField,
  kustomizePatchTarget,
  metaNotAnalysed,
  metaSyntaxError,
  metaUnusedSuppression,
  netpolDefaultDenyMissing,
  netpolDnsNodeLocal,
  netpolDnsTcpMissing,
  netpolDnsUdpMissing,
  netpolEgressWithoutDns,
  netpolEmptyFromAllowsAll,
  netpolHostNetwork,
  netpolMetadataEndpoint,
  netpolNamespaceLabel,
  netpolOneSided,
  netpolOrInsteadOfAnd,
  netpolPeerMatchesNothing,
  netpolPeerOtherNamespace,
  netpolPolicyTypesConflict,
  netpolPolicyTypesDefaulted,
  netpolPortIsServicePort,
  netpolSelectorMatchesNothing,
  netpolWorkloadNotSelected,
  observabilityAnnotationNotString,
  observabilityAnnotationPlacement,
  observabilityLogToFile,
  observabilityNoMetrics,
  observabilityScrapeIncomplete,
  observabilityScrapePortMismatch,
  observabilityServicemonitorPort,
  probeExecInShelllessImage,
  probeGrpc,
  probeHostLocalhost,
  probeIdentical,
  probeInitialDelayInsteadOfStartup,
  probeLivenessDependency,
  probeLivenessMissing,
  probePathConvention,
  probePortUndeclared,
  probeReadinessMissing,
  probeStartupUnneeded,
  probeTiming,
  resourcesCpuLimit,
  resourcesHpaNeedsRequest,
  resourcesMemoryLimitMissing,
  resourcesOvercommitRatio,
  resourcesQosExpectation,
  resourcesRequestExceedsLimit,
  resourcesRequestsMissing,
  resourcesSuspiciousQuantity,
  rolloutBadValue,
  rolloutBothZero,
  rolloutDropsToZero,
  rolloutNoRollbackHistory,
  rolloutPdbBlocks,
  rolloutProgressDeadline,
  rolloutReadinessRequired,
  rolloutRecreateBehindService,
  rolloutReplicasWithHpa,
  rolloutSingleReplica,
  schemaDuplicateKey,
  schemaDuplicateObject,
  securityHardening,
  securityNonrootVsImage,
  securityRootAllowed,
  securityRunAsRootUid,
  selectorLabelValueInvalid,
  selectorMissing,
  selectorOverlap,
  selectorRecommendedLabelsMissing,
  selectorServiceMatchesObjectLabels,
  selectorServiceNoMatch,
  selectorServiceSpansWorkloads,
  selectorTargetMatchesNothing,
  selectorTemplateMismatch,
  selectorVolatileLabel,
  serviceDoubleExposure,
  serviceGrpcLoadBalancing,
  serviceNodeport,
  servicePortNames,
  serviceProtocolMismatch,
  serviceTargetPortDefaulted,
  serviceTargetPortNameUnresolved,
  serviceTargetPortUndeclared,
  shutdownCommandWrapper,
  shutdownGraceBudget,
  shutdownGraceZero,
  shutdownNoPropagationDelay,
  shutdownPrestopExceedsGrace,
  shutdownPrestopExecInShelllessImage,
  shutdownSleepActionVersion,
  workloadNakedPod,
  workloadSharedRwoVolume,
];
