import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pathInRepository } from '../../server/src/workspace/path-in-repository.js';

const DOCKERFILE = 'file:///home/me/shop/build/Dockerfile';
const DOCUMENT = 'file:///home/me/shop/deploy/base/app.yaml';

describe('what a message calls another file', () => {
  it('is its path in the repository, whichever document asks', () => {
    assert.equal(pathInRepository(DOCKERFILE, { uri: DOCUMENT, path: '/deploy/base/app.yaml' }), 'build/Dockerfile');
    assert.equal(pathInRepository(DOCKERFILE, { uri: 'file:///home/me/shop/app.yaml', path: '/app.yaml' }), 'build/Dockerfile');
  });

  it('is the path from the document where the repository is not known', () => {
    assert.equal(pathInRepository(DOCKERFILE, { uri: DOCUMENT, path: DOCUMENT }), '../../build/Dockerfile');
  });
});
