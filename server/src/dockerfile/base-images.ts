import { BASE_IMAGE_ROWS } from './base-image-rows.js';
import type { ImageReference } from './image-reference.js';

/** What is known of an image that others are built on. A fact that differs between versions, or is not sure, is `undefined`. */
export interface BaseImage {
  /** What `/bin/sh` is; `none` where there is no `/bin/sh`. */
  readonly shell: 'dash' | 'busybox' | 'bash' | 'none' | undefined;
  /** A shell that stands elsewhere, for debugging: `/busybox/sh`. */
  readonly debugShell?: string | undefined;
  readonly packageManager: 'apt' | 'apk' | 'dnf' | 'microdnf' | 'yum' | 'tdnf' | 'zypper' | 'none' | undefined;
  /** The user of its configuration; `0` where it names none. */
  readonly user: string | undefined;
  readonly libc: 'glibc' | 'musl' | 'none' | undefined;
  readonly hasCaBundle: boolean | undefined;
  /** Whether Go finds time zones: `/usr/share/zoneinfo`, or a Go installation with its own copy. */
  readonly hasZoneinfo: boolean | undefined;
  /** Whether it carries the Go toolchain. */
  readonly hasGo?: boolean | undefined;
  /** Whether it carries a C compiler, which turns cgo on by default. */
  readonly hasCompiler?: boolean | undefined;
  /** The names of all variables that it sets, where they are known. */
  readonly environment?: readonly string[] | undefined;
  /** Where these facts come from. */
  readonly source: string;
}

export interface BaseImageRow {
  /** Names without registry for Docker's own images; `*` stands for one part of a path. */
  readonly names: readonly string[];
  /** Tags that the row is for; the first row that fits is taken. */
  readonly tag?: RegExp;
  /** Whether nobody means this variant who gives a digest and no tag. */
  readonly rare?: boolean;
  readonly facts: BaseImage;
}

const ROWS_BY_NAME = new Map<string, BaseImageRow[]>();
for (const row of BASE_IMAGE_ROWS)
  for (const name of row.names) {
    const rows = ROWS_BY_NAME.get(name);
    if (rows === undefined) ROWS_BY_NAME.set(name, [row]);
    else rows.push(row);
  }

/** What is known of an image, or of `scratch`; `undefined` for one that is not in the table, or in a variant that is not. */
export function findBaseImage(reference: ImageReference | 'scratch'): BaseImage | undefined {
  const name = reference === 'scratch' ? reference : canonicalName(reference.name);
  const tag = reference === 'scratch' ? '' : (reference.tag ?? 'latest');
  const rows = ROWS_BY_NAME.get(name) ?? ROWS_BY_NAME.get(familyOf(name));
  if (rows === undefined) return undefined;
  if (reference !== 'scratch' && reference.tag === undefined && reference.digest !== undefined) return commonFacts(rows);
  return rows.find(candidate => candidate.tag?.test(tag) ?? true)?.facts;
}

/** Whether an image carries the Go toolchain: by the table, or by a name such as `example.com/base/golang`. */
export function isGoToolchain(reference: ImageReference): boolean {
  const known = findBaseImage(reference);
  if (known !== undefined) return known.hasGo === true;
  const last = reference.name.slice(reference.name.lastIndexOf('/') + 1);
  return /^(?:golang|go-toolset|goreleaser|golang-cross|goreleaser-cross|kube-cross)$/.test(last) || reference.name === 'cimg/go';
}

/** The name under which images of any customer of Chainguard, or of any language of distroless, are listed. */
function familyOf(name: string): string {
  return name.replace(/^cgr\.dev\/[^/]+\//, 'cgr.dev/*/').replace(/^gcr\.io\/distroless\/[^/]+$/, 'gcr.io/distroless/*');
}

/** What holds for all variants of an image: a digest without a tag does not say which it is. */
function commonFacts(rows: readonly BaseImageRow[]): BaseImage | undefined {
  const [first, ...others] = rows.filter(({ rare }) => rare !== true).map(({ facts }) => facts);
  if (first === undefined) return undefined;
  const common = <Key extends keyof BaseImage>(key: Key): BaseImage[Key] | undefined =>
    others.every(other => other[key] === first[key]) ? first[key] : undefined;
  return {
    shell: common('shell'),
    debugShell: common('debugShell'),
    packageManager: common('packageManager'),
    user: common('user'),
    libc: common('libc'),
    hasCaBundle: common('hasCaBundle'),
    hasZoneinfo: common('hasZoneinfo'),
    hasGo: common('hasGo'),
    hasCompiler: common('hasCompiler'),
    environment: common('environment'),
    source: first.source,
  };
}

/** The name without the prefixes under which mirrors and architectures offer Docker's own images. */
function canonicalName(name: string): string {
  const official =
    /^(?:public\.ecr\.aws\/docker\/library|mirror\.gcr\.io\/library|mirror\.gcr\.io|amd64|arm64v8|arm32v[567]|i386|ppc64le|s390x|riscv64)\/([^/]+)$/.exec(
      name,
    );
  return official?.[1] ?? name;
}
