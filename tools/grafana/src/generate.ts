import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { artifacts } from './artifacts.ts';

for (const [path, content] of artifacts()) {
  const file = new URL(`../${path}`, import.meta.url).pathname;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
