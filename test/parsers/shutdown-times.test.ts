import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isGoBefore } from '../../server/src/golang/go-version.js';
import { shutdownTimesOf } from '../../server/src/golang/shutdown-times.js';

const stop = (deadline: string, before = '') =>
  `package main\n\nconst grace = 15 * time.Second\n\nfunc stop() {\n\t<-ctx.Done()\n${before}\tdrain, cancel := context.WithTimeout(context.Background(), ${deadline})\n\tserver.Shutdown(drain)\n}\n`;

describe('shutdownTimesOf', () => {
  const rows: readonly (readonly [deadline: string, seconds: number | undefined])[] = [
    ['20 * time.Second', 20],
    ['time.Second * 20', 20],
    ['time.Second*20', 20],
    ['time.Minute', 60],
    ['500 * time.Millisecond', 0.5],
    ['grace', 15],
    ['timeout', undefined],
    ['cfg.Timeout', undefined],
    ['time.Duration(n) * time.Second', undefined],
  ];
  for (const [deadline, seconds] of rows)
    it(`reads the deadline ${deadline}`, () => assert.equal(shutdownTimesOf(stop(deadline))?.timeoutSeconds, seconds));

  it('adds the pauses between the signal and the call', () => {
    const pauses = '\ttime.Sleep(5 * time.Second)\n\ttime.Sleep(time.Second)\n';
    assert.deepEqual(shutdownTimesOf(stop('time.Minute', pauses)), { waits: true, delaySeconds: 6, timeoutSeconds: 60 });
    assert.deepEqual(shutdownTimesOf(stop('time.Minute', '\ttime.Sleep(delay)\n')), {
      waits: true,
      delaySeconds: undefined,
      timeoutSeconds: 60,
    });
    assert.deepEqual(shutdownTimesOf(stop('time.Minute')), { waits: false, delaySeconds: 0, timeoutSeconds: 60 });
  });

  it('does not count a pause before the signal', () => {
    const text = 'func run() {\n\ttime.Sleep(9 * time.Second)\n\t<-done\n\tserver.Shutdown(context.Background())\n}\n';
    assert.deepEqual(shutdownTimesOf(text), { waits: true, delaySeconds: 0, timeoutSeconds: undefined });
  });

  it('knows nothing of a name that has two values', () => {
    assert.equal(shutdownTimesOf(`var grace = time.Minute\n${stop('grace')}`)?.timeoutSeconds, undefined);
  });

  it('is silent where nothing is shut down', () => {
    assert.equal(shutdownTimesOf('func main() { http.ListenAndServe(":8080", nil) }'), undefined);
  });
});

describe('isGoBefore', () => {
  it('compares minor versions', () => {
    assert.deepEqual(
      ['1.24', '1.24.3', 'go1.24rc1', '1.25', '1.26-alpine', 'latest', undefined].map(version => isGoBefore(version, 25)),
      [true, true, true, false, false, undefined, undefined],
    );
  });
});
