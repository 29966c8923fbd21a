import type { BaseImage, BaseImageRow } from './base-images.js';

const DEBIAN: BaseImage = {
  shell: 'dash',
  packageManager: 'apt',
  user: '0',
  libc: 'glibc',
  hasCaBundle: false,
  hasZoneinfo: undefined,
  environment: ['PATH'],
  source: "Docker's official debian image: debootstrap's minimal set, no USER, no ca-certificates",
};

const ALPINE: BaseImage = {
  shell: 'busybox',
  packageManager: 'apk',
  user: '0',
  libc: 'musl',
  hasCaBundle: true,
  hasZoneinfo: false,
  environment: ['PATH'],
  source: "Docker's official alpine image: alpine-baselayout, busybox, ca-certificates-bundle, no tzdata, no USER",
};

const DISTROLESS_STATIC: BaseImage = {
  shell: 'none',
  packageManager: 'none',
  user: '0',
  libc: 'none',
  hasCaBundle: true,
  hasZoneinfo: true,
  source: "distroless' README and its base/ build rules: ca-certificates, tzdata, /etc/passwd; user 0, or 65532 for nonroot tags",
};
const DISTROLESS_BASE: BaseImage = { ...DISTROLESS_STATIC, libc: 'glibc' };
const NONROOT = { user: '65532' } as const;
const DEBUG = { debugShell: '/busybox/sh' } as const;

const CHAINGUARD_STATIC: BaseImage = {
  ...DISTROLESS_STATIC,
  user: '65532',
  source: "Chainguard's image directory: runs as 65532, ca-certificates-bundle and tzdata, no shell, no libc",
};
const WOLFI: BaseImage = {
  shell: 'busybox',
  packageManager: 'apk',
  user: '0',
  libc: 'glibc',
  hasCaBundle: true,
  hasZoneinfo: undefined,
  source: "Chainguard's image directory: wolfi-base holds apk-tools, busybox, ca-certificates-bundle, and runs as root",
};

const RED_HAT: BaseImage = {
  shell: 'bash',
  packageManager: 'dnf',
  user: '0',
  libc: 'glibc',
  hasCaBundle: true,
  hasZoneinfo: undefined,
  source: "Red Hat's container catalog: ubi runs as root, /bin/sh is bash",
};

const AZURE: BaseImage = {
  shell: 'bash',
  packageManager: 'tdnf',
  user: '0',
  libc: 'glibc',
  hasCaBundle: undefined,
  hasZoneinfo: undefined,
  source: "Microsoft's Azure Linux container documentation: base/core has bash and tdnf, and runs as root",
};

/** What the golang image's Dockerfiles set, in all variants and versions. */
const GO_ENVIRONMENT = ['PATH', 'GOLANG_VERSION', 'GOTOOLCHAIN', 'GOPATH'] as const;

/** Facts about the images that Go teams build with and run on. Of the rows with one name, the first whose `tag` fits is taken. */
export const BASE_IMAGE_ROWS: readonly BaseImageRow[] = [
  {
    names: ['scratch'],
    facts: {
      shell: 'none',
      packageManager: 'none',
      user: '0',
      libc: 'none',
      hasCaBundle: false,
      hasZoneinfo: false,
      environment: ['PATH'],
      source: 'the empty image',
    },
  },
  ...golang(['golang']),
  ...debianFamily(),
  ...alpineFamily(),
  ...busybox(),
  ...distroless(),
  ...chainguard(),
  ...redHatFamily(),
  ...otherDistributions(),
  ...azure(),
  ...languages(),
];

function golang(names: readonly string[], debian = /^(?!.*(?:windows|nanoserver|tip))/): readonly BaseImageRow[] {
  const source = "the golang image's Dockerfiles: alpine variants add ca-certificates only, Debian variants g++, gcc, libc6-dev and make";
  const go = { hasGo: true, hasZoneinfo: true, hasCaBundle: true, environment: GO_ENVIRONMENT, source };
  return [
    { names, tag: /alpine/, facts: { ...ALPINE, ...go, hasCompiler: false } },
    { names, tag: debian, facts: { ...DEBIAN, ...go, hasCompiler: true } },
  ];
}

function debianFamily(): readonly BaseImageRow[] {
  const ubuntu = "Docker's official ubuntu image: no USER, no ca-certificates, no tzdata";
  return [
    { names: ['debian', 'public.ecr.aws/debian/debian'], facts: DEBIAN },
    { names: ['ubuntu', 'public.ecr.aws/ubuntu/ubuntu'], facts: { ...DEBIAN, hasZoneinfo: false, source: ubuntu } },
    {
      names: ['buildpack-deps'],
      facts: { ...DEBIAN, hasCaBundle: true, source: "Docker's official buildpack-deps image: curl variant adds ca-certificates" },
    },
  ];
}

function alpineFamily(): readonly BaseImageRow[] {
  return [{ names: ['alpine'], facts: ALPINE }];
}

function busybox(): readonly BaseImageRow[] {
  const facts: BaseImage = {
    shell: 'busybox',
    packageManager: 'none',
    user: '0',
    libc: 'glibc',
    hasCaBundle: false,
    hasZoneinfo: false,
    source: "Docker's official busybox image: glibc unless the tag says musl or uclibc, no USER",
  };
  return [
    { names: ['busybox'], tag: /musl/, facts: { ...facts, libc: 'musl' } },
    { names: ['busybox'], tag: /uclibc/, facts: { ...facts, libc: 'none' } },
    { names: ['busybox'], facts },
  ];
}

function distroless(): readonly BaseImageRow[] {
  const releases = ['', '-debian10', '-debian11', '-debian12', '-debian13'];
  const names = (...bases: readonly string[]) => bases.flatMap(base => releases.map(release => `gcr.io/distroless/${base}${release}`));
  const rows = (images: readonly string[], facts: BaseImage): BaseImageRow[] => [
    { names: images, tag: /^debug-nonroot/, facts: { ...facts, ...NONROOT, ...DEBUG } },
    { names: images, tag: /^nonroot/, facts: { ...facts, ...NONROOT } },
    { names: images, tag: /^debug/, facts: { ...facts, ...DEBUG } },
    { names: images, tag: /^latest/, facts },
  ];
  return [
    ...rows(names('static'), DISTROLESS_STATIC),
    ...rows([...names('base', 'base-nossl', 'cc'), 'gcr.io/distroless/*'], DISTROLESS_BASE),
  ];
}

/** Images of other languages: only what rules ask of any image. */
function languages(): readonly BaseImageRow[] {
  const unknown = { shell: undefined, packageManager: undefined, libc: undefined, hasCaBundle: undefined, hasZoneinfo: undefined } as const;
  const source = "Docker's official image: no USER, on Debian unless the tag says alpine";
  const onDebian = 'python node ruby php rust perl elixir erlang nginx httpd'.split(' ');
  const mixed = 'openjdk eclipse-temurin amazoncorretto maven gradle'.split(' ');
  const dotnet = ['aspnet', 'runtime', 'runtime-deps', 'sdk'].map(image => `mcr.microsoft.com/dotnet/${image}`);
  const microsoft = "Microsoft's .NET images: root, with a user app (1654) that chiseled variants run as";
  return [
    { names: onDebian, tag: /alpine/, facts: { ...ALPINE, hasCaBundle: undefined, environment: undefined, source } },
    { names: onDebian, tag: /^(?!.*(?:windows|nanoserver))/, facts: { ...DEBIAN, hasCaBundle: undefined, environment: undefined, source } },
    { names: mixed, facts: { ...unknown, user: '0', source: "Docker's official image: no USER" } },
    { names: dotnet, tag: /chiseled|distroless/, facts: { ...unknown, user: '1654', source: microsoft } },
    { names: dotnet, tag: /^(?!.*nanoserver|.*windows)/, facts: { ...unknown, user: '0', source: microsoft } },
  ];
}

function chainguard(): readonly BaseImageRow[] {
  const names = (...images: readonly string[]) => images.flatMap(image => [`cgr.dev/*/${image}`, `chainguard/${image}`]);
  const development = { shell: 'busybox', packageManager: 'apk', user: undefined } as const;
  const shell = { ...CHAINGUARD_STATIC, libc: 'glibc' as const, source: "Chainguard's image directory: runs as 65532" };
  return [
    { names: names('static'), tag: /-dev$/, rare: true, facts: { ...CHAINGUARD_STATIC, ...development } },
    { names: names('static'), facts: CHAINGUARD_STATIC },
    {
      names: names('glibc-dynamic', 'cc-dynamic'),
      tag: /-dev$/,
      rare: true,
      facts: { ...CHAINGUARD_STATIC, ...development, libc: 'glibc' },
    },
    { names: names('glibc-dynamic', 'cc-dynamic'), facts: { ...CHAINGUARD_STATIC, libc: 'glibc' } },
    { names: names('busybox'), facts: { ...shell, shell: 'busybox' } },
    { names: names('bash'), facts: { ...shell, shell: 'bash' } },
    { names: names('wolfi-base'), facts: WOLFI },
    { names: names('go'), facts: { ...WOLFI, hasGo: true, hasCompiler: true, hasZoneinfo: true } },
  ];
}

function redHatFamily(): readonly BaseImageRow[] {
  const registries = ['registry.access.redhat.com', 'registry.redhat.io'];
  const names = (image: string) =>
    ['8', '9', '10'].flatMap(release => [
      ...registries.flatMap(registry => [
        `${registry}/ubi${release}/${image}`,
        image === 'ubi' ? `${registry}/ubi${release}` : `${registry}/ubi${release}${image.replace('ubi', '')}`,
      ]),
      `redhat/ubi${release}${image.replace('ubi', '')}`,
    ]);
  const toolset = registries.flatMap(registry => ['8', '9', '10'].map(release => `${registry}/ubi${release}/go-toolset`));
  const source = "Red Hat's container catalog: go-toolset runs as 1001";
  return [
    { names: names('ubi'), facts: RED_HAT },
    { names: names('ubi-minimal'), facts: { ...RED_HAT, packageManager: 'microdnf' } },
    { names: names('ubi-micro'), facts: { ...RED_HAT, packageManager: 'none', hasCaBundle: undefined } },
    { names: toolset, facts: { ...RED_HAT, user: '1001', hasGo: true, hasCompiler: true, hasZoneinfo: true, source } },
  ];
}

function otherDistributions(): readonly BaseImageRow[] {
  const source = "the distribution's official image: no USER, /bin/sh is bash";
  const suse = ['registry.suse.com/bci/bci-base', 'opensuse/leap', 'opensuse/tumbleweed'];
  return [
    { names: ['fedora', 'quay.io/fedora/fedora', 'registry.fedoraproject.org/fedora'], facts: { ...RED_HAT, source } },
    {
      names: ['amazonlinux', 'public.ecr.aws/amazonlinux/amazonlinux'],
      tag: /^[12]($|\.|-)/,
      facts: { ...RED_HAT, packageManager: 'yum', source },
    },
    { names: ['amazonlinux', 'public.ecr.aws/amazonlinux/amazonlinux'], facts: { ...RED_HAT, source } },
    { names: ['centos'], tag: /7/, facts: { ...RED_HAT, packageManager: 'yum', source } },
    { names: ['centos', 'quay.io/centos/centos'], facts: { ...RED_HAT, source } },
    {
      names: ['almalinux', 'rockylinux', 'rockylinux/rockylinux', 'oraclelinux', 'quay.io/almalinuxorg/almalinux'],
      tag: /^(?!.*(?:minimal|slim|micro))/,
      facts: { ...RED_HAT, source },
    },
    {
      names: ['almalinux', 'rockylinux', 'rockylinux/rockylinux', 'oraclelinux'],
      tag: /minimal|slim/,
      facts: { ...RED_HAT, packageManager: 'microdnf', source },
    },
    { names: ['photon'], facts: { ...AZURE, source: "VMware's official photon image: bash, tdnf, no USER" } },
    { names: suse, facts: { ...RED_HAT, packageManager: 'zypper', hasCaBundle: undefined, source } },
    {
      names: ['registry.suse.com/bci/golang'],
      facts: { ...RED_HAT, packageManager: 'zypper', hasGo: true, hasCompiler: true, hasZoneinfo: true, source },
    },
  ];
}

function azure(): readonly BaseImageRow[] {
  const distroless = ['minimal', 'base', 'debug'].flatMap(image => [
    `mcr.microsoft.com/azurelinux/distroless/${image}`,
    `mcr.microsoft.com/cbl-mariner/distroless/${image}`,
  ]);
  const bare: BaseImage = {
    ...AZURE,
    shell: 'none',
    packageManager: 'none',
    hasCaBundle: true,
    source: "Microsoft's Azure Linux container documentation: distroless images run as root unless the tag says nonroot",
  };
  return [
    {
      names: ['mcr.microsoft.com/azurelinux/base/core', 'mcr.microsoft.com/cbl-mariner/base/core'],
      tag: /nonroot/,
      facts: { ...AZURE, ...NONROOT },
    },
    { names: ['mcr.microsoft.com/azurelinux/base/core', 'mcr.microsoft.com/cbl-mariner/base/core'], facts: AZURE },
    { names: distroless, tag: /nonroot/, facts: { ...bare, ...NONROOT } },
    { names: distroless, tag: /./, facts: bare },
    ...golang(['mcr.microsoft.com/oss/go/microsoft/golang'], /bookworm|bullseye|trixie/),
  ];
}
