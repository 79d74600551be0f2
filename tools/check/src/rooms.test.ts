import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { findCircle, importedSpecifiers, type Package, read, readPackages } from './testing/workspace.ts';

/**
 * The rooms of each package, which are the folders of its `src`, the lowest first. A room may use those before it, be it
 * by way of a file that lies in no room; rooms of one step know nothing of each other.
 */
const rooms: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'apps/loader': [['store'], ['run'], ['block'], ['rpc']],
  'libs/mesh': [['wire'], ['grpc-js'], ['call', 'serve', 'work']],
  'libs/primes': [['block', 'numbers'], ['kernel'], ['large']],
  'libs/telemetry': [['names'], ['record'], ['baggage'], ['sdk']],
  'tools/backends': [['embedded', 'grafana']],
  'tools/grafana': [['queries'], ['dashboards', 'grammar'], ['alerting', 'render'], ['verify']],
  'tools/lab': [['hop'], ['document', 'experiments']],
  'tools/meshctl': [
    ['config'],
    ['terminal'],
    ['machine'],
    ['mesh'],
    ['telemetry'],
    ['lab', 'runs'],
    ['traffic'],
    ['commands'],
  ],
};

const packages = readPackages();

/** The room of a file below `src`; a file that lies in none stands for itself. */
const roomOf = (path: string): string => path.split('/')[0] ?? path;
const isInRoom = (path: string): boolean => path.includes('/');

/** What each file of a package imports from the package, as paths below its `src`. */
function readImports({ directory, sources }: Package): Map<string, string[]> {
  const base = `${directory}/src`;
  return new Map(
    sources.map((path) => {
      const specifiers = importedSpecifiers(read(path)).filter((specifier) =>
        /^\.{1,2}\/.*\.ts$/.test(specifier),
      );
      return [
        relative(base, path),
        specifiers.map((specifier) => relative(base, join(dirname(path), specifier))),
      ];
    }),
  );
}

/** The same between rooms. */
function drawRooms(imports: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const arrows = new Map<string, string[]>();
  for (const [path, used] of imports) {
    const room = roomOf(path);
    arrows.set(room, [...(arrows.get(room) ?? []), ...used.map(roomOf).filter((other) => other !== room)]);
  }
  return arrows;
}

/** Ways from a file in a room to another room, such as `call/client.ts → wire/failure.ts`. */
function waysOut(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const follow = (path: string, way: readonly string[]): string[][] =>
    (imports.get(path) ?? []).flatMap((next) =>
      isInRoom(next) ? [[...way, next]] : follow(next, [...way, next]),
    );
  return [...imports.keys()]
    .filter(isInRoom)
    .flatMap((path) => follow(path, [path]))
    .filter((way) => roomOf(way[0] ?? '') !== roomOf(way.at(-1) ?? ''));
}

test.each(packages)('no file of $directory builds on itself', (found) => {
  expect(findCircle(readImports(found))).toBeUndefined();
});

test.each(packages)('no room of $directory builds on itself', (found) => {
  expect(findCircle(drawRooms(readImports(found)))).toBeUndefined();
});

test.each(Object.keys(rooms))('the rooms of %s are those declared', (directory) => {
  const found = packages.find((each) => each.directory === directory)?.sources ?? [];
  const folders = found.map((path) => relative(`${directory}/src`, path)).filter(isInRoom);
  expect([...new Set(folders.map(roomOf))].toSorted()).toEqual((rooms[directory] ?? []).flat().toSorted());
});

test.each(Object.entries(rooms))(
  'no arrow of %s leads from a lower room to a higher one',
  (directory, order) => {
    const stepOf = (path = ''): number => order.findIndex((names) => names.includes(roomOf(path)));
    const ways = packages
      .filter((each) => each.directory === directory)
      .flatMap((each) => waysOut(readImports(each)));
    const wrong = ways.filter((way) => stepOf(way[0]) <= stepOf(way.at(-1)));
    expect(wrong.map((way) => way.join(' → '))).toEqual([]);
  },
);

test('arrows are found', () => {
  const ways = packages.flatMap((each) => waysOut(readImports(each)));
  expect(ways.length).toBeGreaterThan(100);
});
