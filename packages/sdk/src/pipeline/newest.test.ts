import { firstValueFrom, map, type Observable, of, Subject, take, timer, toArray } from 'rxjs';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';
import { describe, expect, test } from 'vitest';
import { newest } from './newest.ts';

/** Something to be closed, which writes down that it was. */
class Item {
  readonly name: string;
  readonly closed: string[];

  constructor(name: string, closed: string[]) {
    this.name = name;
    this.closed = closed;
  }

  close(): void {
    this.closed.push(this.name);
  }
}

/** Runs a marble test; items are letters, results their capitals with the count of drops: A0. */
function marbles(body: (helpers: RunHelpers, items: Record<string, Item>, closed: string[]) => void): string[] {
  const closed: string[] = [];
  const items = Object.fromEntries([...'abcdef'].map((name) => [name, new Item(name, closed)]));
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run((helpers) =>
    body(helpers, items, closed),
  );
  return closed;
}

/** Every count of drops that a test may see, spelled as in its picture. */
const results = Object.fromEntries(
  [...'ABCDEF'].flatMap((name) => [0, 1, 2, 3].map((dropped) => [`${name}${dropped}`, { result: name, dropped }])),
);

/** Picks the results of a picture: its letters stand for A0, D2 and so on. */
function pick(names: Record<string, string>): Record<string, (typeof results)[string]> {
  return Object.fromEntries(Object.entries(names).map(([mark, name]) => [mark, results[name]])) as never;
}

/** Work of so many frames of virtual time. */
function lasting(frames: number): (item: Item) => Observable<string> {
  return (item) => timer(frames).pipe(map(() => item.name.toUpperCase()));
}

describe('R10 while one is worked on, at most one waits, and the newest wins', () => {
  test('R10 work that keeps up drops nothing', () => {
    const closed = marbles(({ hot, expectObservable, expectSubscriptions }, items) => {
      const source = hot('  a---b---c---|', items);
      const expected = '    --A---B---C-|';
      expectObservable(source.pipe(newest(lasting(2)))).toBe(expected, pick({ A: 'A0', B: 'B0', C: 'C0' }));
      expectSubscriptions(source.subscriptions).toBe('^-----------!');
    });
    expect(closed).toEqual(['a', 'b', 'c']);
  });

  test('R10 the waiting one is replaced by a newer one, closed and counted', () => {
    const closed = marbles(({ hot, expectObservable }, items) => {
      const source = hot('  a-b-c-d---------------|', items);
      //                    a is worked on for 8; b and c give way to d
      const expected = '    --------A-------D-----|';
      expectObservable(source.pipe(newest(lasting(8)))).toBe(expected, pick({ A: 'A2', D: 'D2' }));
    });
    // The replaced ones at once, the worked on when done.
    expect(closed).toEqual(['b', 'c', 'a', 'd']);
  });

  test('R10 completion waits for the work under way and for the one that waits', () => {
    const closed = marbles(({ hot, expectObservable }, items) => {
      const source = hot('  a-b|', items);
      const expected = '    -----A----(B|)';
      expectObservable(source.pipe(newest(lasting(5)))).toBe(expected, pick({ A: 'A0', B: 'B0' }));
    });
    expect(closed).toEqual(['a', 'b']);
  });

  test('R10 an empty source completes at once', () => {
    marbles(({ cold, expectObservable }, items) => {
      expectObservable(cold<Item>('--|', items).pipe(newest(lasting(5)))).toBe('--|');
    });
  });

  test('R10 results never go back: a slow one first, a fast one after it', () => {
    marbles(({ hot, expectObservable }, items) => {
      const source = hot('  ab-------c--|', items);
      const expected = '    ------A-B-C-|';
      const speed: Record<string, number> = { a: 6, b: 2, c: 1 };
      const work = (item: Item) => lasting(speed[item.name] ?? 0)(item);
      expectObservable(source.pipe(newest(work))).toBe(expected, pick({ A: 'A0', B: 'B0', C: 'C0' }));
    });
  });

  test('R10 an error of work goes on as it is, and the waiting one is closed', () => {
    const closed = marbles(({ hot, cold, expectObservable }, items) => {
      const source = hot('  a-b-c---', items);
      const expected = '    -----#';
      expectObservable(source.pipe(newest(() => cold<string>('-----#', {}, 'broken')))).toBe(expected, {}, 'broken');
    });
    expect(closed.sort()).toEqual(['a', 'b', 'c']);
  });

  test('R10 an error of the source ends the work', () => {
    const closed = marbles(({ hot, cold, expectObservable, expectSubscriptions }, items) => {
      const source = hot('  a-b-#', items, 'unplugged');
      const expected = '    ----#';
      const work = cold('   --------A|');
      expectObservable(source.pipe(newest(() => work))).toBe(expected, {}, 'unplugged');
      expectSubscriptions(work.subscriptions).toBe('^---!');
    });
    expect(closed.sort()).toEqual(['a', 'b']);
  });

  test('R10 unsubscribing ends the work and closes what waits', () => {
    const closed = marbles(({ hot, cold, expectObservable, expectSubscriptions }, items) => {
      const source = hot('  a-b-c----------', items);
      const until = '       ------!';
      const expected = '    ---------------';
      const work = cold('   --------A|');
      expectObservable(source.pipe(newest(() => work)), until).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe('^-----!');
      expectSubscriptions(source.subscriptions).toBe('^-----!');
    });
    expect(closed.sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('R10 with promises', () => {
  /** Work that ends when the test says so. */
  function byHand() {
    const calls: { item: Item; signal: AbortSignal; resolve: (result: string) => void; reject: (e: Error) => void }[] =
      [];
    const work = (item: Item, signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => void calls.push({ item, signal, resolve, reject }));
    return { calls, work };
  }
  const turn = () => new Promise((resolve) => setTimeout(resolve));

  test('R10 an item is closed once its promise has settled, also after unsubscription', async () => {
    const closed: string[] = [];
    const source = new Subject<Item>();
    const { calls, work } = byHand();
    const subscription = source.pipe(newest(work)).subscribe();
    source.next(new Item('a', closed));
    source.next(new Item('b', closed));
    expect(calls.length).toBe(1);
    expect(calls[0]?.signal.aborted).toBe(false);
    subscription.unsubscribe();
    expect(calls[0]?.signal.aborted).toBe(true);
    // Work may still read a.
    expect(closed).toEqual(['b']);
    calls[0]?.resolve('A');
    await turn();
    expect(closed).toEqual(['b', 'a']);
    expect(calls.length).toBe(1);
    expect(source.observed).toBe(false);
  });

  test('R10 a rejection is the stream’s error, and closes everything', async () => {
    const closed: string[] = [];
    const source = new Subject<Item>();
    const { calls, work } = byHand();
    const errors: unknown[] = [];
    source.pipe(newest(work)).subscribe({ error: (error) => errors.push(error) });
    source.next(new Item('a', closed));
    source.next(new Item('b', closed));
    const broken = new Error('broken');
    calls[0]?.reject(broken);
    await turn();
    expect(errors).toEqual([broken]);
    expect(closed.sort()).toEqual(['a', 'b']);
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(source.observed).toBe(false);
  });

  test('R10 what work throws at once is the stream’s error', () => {
    const closed: string[] = [];
    const broken = new Error('broken');
    const errors: unknown[] = [];
    const work = (): Promise<string> => {
      throw broken;
    };
    of(new Item('a', closed))
      .pipe(newest(work))
      .subscribe({ error: (error) => errors.push(error) });
    expect(errors).toEqual([broken]);
    expect(closed).toEqual(['a']);
  });

  test('R10 a source that gives everything at once: the first and the last are worked on', async () => {
    const closed: string[] = [];
    const items = [...'abcde'].map((name) => new Item(name, closed));
    const work = async (item: Item) => item.name.toUpperCase();
    const all = await firstValueFrom(of(...items).pipe(newest(work), toArray()));
    expect(all).toEqual([
      { result: 'A', dropped: 3 },
      { result: 'E', dropped: 3 },
    ]);
    expect(closed).toEqual(['b', 'c', 'd', 'a', 'e']);
  });

  test('R10 taking one result closes what waits, and what a source still gives', async () => {
    const closed: string[] = [];
    const items = [...'abc'].map((name) => new Item(name, closed));
    const one = await firstValueFrom(
      of(...items).pipe(
        newest((item) => of(item.name)),
        take(1),
      ),
    );
    expect(one).toEqual({ result: 'a', dropped: 0 });
    expect(closed).toEqual(['a', 'b', 'c']);
  });
});
