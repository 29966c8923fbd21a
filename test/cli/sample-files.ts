/** A Pod with one error: GOMEMLIMIT is above the memory limit. Its fix is unsafe. */
export const POD = `apiVersion: v1
kind: Pod
metadata:
  name: tally
spec:
  containers:
    - name: tally
      image: registry.example.org/tally:1.0
      env:
        - name: GOMEMLIMIT
          value: 600MiB
      resources:
        limits:
          memory: 512Mi
`;

/** A ConfigMap with one finding for information, on a directive that silences nothing. Its fix is safe. */
export const SETTINGS = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings # plimsoll-ignore go/gomemlimit-missing -- left over
`;

/** Only the rules that these files are about: what other rules think of them is not the matter here. */
export const ONLY = ['--rule', 'go/gomemlimit-exceeds-limit', '--rule', 'meta/unused-suppression,meta/syntax-error'];
