import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { disruptionsAllowed } from '../../server/src/kubernetes/disruptions-allowed.js';
import { goProcessorsFor, parseGoMaxProcs } from '../../server/src/kubernetes/go-processors.js';
import { secondsSlept } from '../../server/src/kubernetes/pre-stop.js';
import { failuresFor, failureWindowOf, startupBudgetOf } from '../../server/src/kubernetes/probe-timing.js';
import type { Share } from '../../server/src/kubernetes/rolling-update.js';
import { graceNeededFor } from '../../server/src/kubernetes/shutdown-budget.js';
import { wrappedCommandOf } from '../../server/src/kubernetes/wrapped-command.js';

describe('graceNeededFor', () => {
  const rows: readonly (readonly [preStop: number, delay: number, timeout: number, margin: number, needed: number])[] = [
    [0, 0, 20, 2, 22],
    [5, 0, 20, 2, 27],
    [5, 5, 20, 0, 30],
    [0, 0.5, 20, 2, 23],
    [0, 0, 0, 0, 0],
  ];
  for (const [preStop, delay, timeout, margin, needed] of rows)
    it(`${preStop} + ${delay} + ${timeout} + ${margin} needs ${needed}`, () => {
      assert.equal(graceNeededFor({ preStop, delay, timeout, margin }), needed);
    });
});

describe('secondsSlept', () => {
  const rows: readonly (readonly [script: string, seconds: number | undefined])[] = [
    ['sleep 5', 5],
    ['/bin/sleep 5', 5],
    ['exec sleep 10s', 10],
    ['sleep 1m', 60],
    ['sleep 5; nginx -s quit; sleep 10', 15],
    ['sleep 5 && kill -TERM 1', 5],
    ['nginx -s quit', undefined],
    ['echo sleep 5', undefined],
    ['sleep $DELAY', undefined],
    ['while true; do sleep 5; done', undefined],
    ['if ready; then sleep 5; fi', undefined],
    ['ready || sleep 5', undefined],
    ['sleep 5 &', undefined],
    ['', undefined],
  ];
  for (const [script, seconds] of rows) it(`"${script}" sleeps ${seconds}`, () => assert.equal(secondsSlept(script), seconds));
});

describe('probe timing', () => {
  const numbers = (initialDelaySeconds: number | undefined, periodSeconds: number | undefined, failureThreshold: number | undefined) => ({
    initialDelaySeconds,
    periodSeconds,
    failureThreshold,
  });

  it('gives up after one period for each failure', () => {
    assert.equal(failureWindowOf(numbers(0, 10, 3)), 30);
    assert.equal(failureWindowOf(numbers(60, 1, 1)), 1);
    assert.equal(failureWindowOf(numbers(0, undefined, 3)), undefined);
    assert.equal(failureWindowOf(numbers(0, 10, undefined)), undefined);
  });

  it('adds the delay to what a start may take', () => {
    assert.equal(startupBudgetOf(numbers(0, 10, 30)), 300);
    assert.equal(startupBudgetOf(numbers(15, 10, 3)), 45);
    assert.equal(startupBudgetOf(numbers(undefined, 10, 3)), undefined);
  });

  it('counts the failures that take long enough', () => {
    assert.deepEqual([failuresFor(30, 10), failuresFor(31, 10), failuresFor(5, 10), failuresFor(0, 10)], [3, 4, 1, 1]);
  });
});

describe('disruptionsAllowed', () => {
  const number = (amount: number): Share => ({ kind: 'number', amount });
  const percent = (amount: number): Share => ({ kind: 'percent', amount });
  const rows: readonly (readonly [replicas: number, field: 'minAvailable' | 'maxUnavailable', share: Share, allowed: number])[] = [
    [3, 'minAvailable', number(2), 1],
    [2, 'minAvailable', number(2), 0],
    [1, 'minAvailable', number(5), 0],
    [3, 'minAvailable', percent(50), 1],
    [3, 'minAvailable', percent(67), 0],
    [1, 'minAvailable', percent(1), 0],
    [3, 'maxUnavailable', number(1), 1],
    [3, 'maxUnavailable', number(0), 0],
    [1, 'maxUnavailable', percent(10), 1],
    [10, 'maxUnavailable', percent(25), 3],
    [2, 'maxUnavailable', number(5), 2],
  ];
  for (const [replicas, field, share, allowed] of rows)
    it(`${field} ${share.amount}${share.kind === 'percent' ? '%' : ''} of ${replicas} allows ${allowed}`, () => {
      const budget = { minAvailable: undefined, maxUnavailable: undefined, [field]: share };
      assert.equal(disruptionsAllowed(replicas, budget), allowed);
    });

  it('allows everything without a budget', () => {
    assert.equal(disruptionsAllowed(3, { minAvailable: undefined, maxUnavailable: undefined }), 3);
  });
});

describe('GOMAXPROCS', () => {
  it('is the limit rounded up, and at least two', () => {
    const limits = [100n, 500n, 1000n, 1500n, 2000n, 2001n, 8000n].map(thousandths => ({ nanos: thousandths * 1_000_000n }));
    assert.deepEqual(limits.map(goProcessorsFor), [2, 2, 2, 2, 2, 3, 8]);
  });

  it('is a positive number, or ignored', () => {
    assert.deepEqual(['4', '0', '-1', 'auto', '', '2.5'].map(parseGoMaxProcs), [4, undefined, undefined, undefined, undefined, undefined]);
  });
});

describe('wrappedCommandOf', () => {
  const rows: readonly (readonly [script: string, single: boolean, exec: boolean, withExec: string | undefined])[] = [
    ['./web', true, false, 'exec ./web'],
    ['./web --port 80', true, false, 'exec ./web --port 80'],
    ['exec ./web', true, true, undefined],
    ['cd /app && ./web', false, false, 'cd /app && exec ./web'],
    ['./migrate; ./web', false, false, './migrate; exec ./web'],
    ['./migrate\nexec ./web', false, true, undefined],
    ['A=1 ./web', true, false, undefined],
    ['./web | tee /log', true, false, undefined],
    ['./web "two words"', true, false, undefined],
    ['ready || ./web', false, false, undefined],
  ];
  for (const [script, isSingle, isExec, withExec] of rows)
    it(JSON.stringify(script), () => {
      const wrapped = wrappedCommandOf(script);
      assert.deepEqual([wrapped?.isSingle, wrapped?.isExec, wrapped?.withExec], [isSingle, isExec, withExec]);
    });

  it('has the words of a command that needs no shell', () => {
    assert.deepEqual(wrappedCommandOf('./web --port 80')?.words, ['./web', '--port', '80']);
    assert.equal(wrappedCommandOf('./web $PORT')?.words, undefined);
    assert.equal(wrappedCommandOf('cd /app && ./web')?.words, undefined);
  });

  it('leaves scripts alone that are the program', () => {
    for (const script of [
      'while true; do ./poll; done',
      'trap stop TERM; ./web & wait',
      'sleep infinity',
      'tail -f /dev/null',
      './web &',
      '',
      'if ready; then ./web; fi',
    ])
      assert.equal(wrappedCommandOf(script), undefined, script);
  });
});
