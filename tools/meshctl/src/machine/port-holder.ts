import { hostPort } from '@prime-mesh/config';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { commandOf } from './processes.ts';

/** What holds a port. */
export interface PortHolder {
  /** The other end, if it is a connection and not what listens. */
  readonly peer: string | undefined;
  /** Such as `pid 812 (node server.js)`. */
  readonly owner: string;
}

/** TCP_LISTEN of the kernel's include/net/tcp_states.h. */
const listening = '0A';
/** Characters of a command line that are shown. */
const shownCommand = 80;

interface Socket {
  readonly host: string;
  readonly port: number;
  readonly peer: string | undefined;
  readonly inode: string;
}

/**
 * What holds a port on an address, by /proc; undefined where it does not say: on another system, or for a connection
 * that no process has any more.
 */
export function portHolder(host: string, port: number): PortHolder | undefined {
  if (process.platform !== 'linux') return undefined;
  const sockets = ['tcp', 'tcp6']
    .flatMap(readSockets)
    .filter((one) => one.port === port && one.inode !== '0');
  const found = sockets
    .filter((one) => one.host === host || isWildcard(one.host) || isWildcard(host))
    .toSorted((a, b) => Number(a.peer !== undefined) - Number(b.peer !== undefined)) // what listens comes first
    .at(0);
  return found && { peer: found.peer, owner: ownerOf(found.inode) };
}

function readSockets(table: string): Socket[] {
  const lines = readTable(table).trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [, local = '', remote = '', state, , , , , , inode = '0'] = line.trim().split(/\s+/);
    const peer = decodeAddress(remote);
    return {
      ...decodeAddress(local),
      peer: state === listening ? undefined : hostPort(peer.host, peer.port),
      inode,
    };
  });
}

function readTable(table: string): string {
  try {
    return readFileSync(`/proc/net/${table}`, 'latin1');
  } catch {
    return ''; // a kernel without IPv6 has no table for it
  }
}

/** Decodes `0100007F:C383`: words of 32 bits as they lie in memory, most systems having the lowest byte first. */
function decodeAddress(text: string): { host: string; port: number } {
  const [words = '', port = ''] = text.split(':');
  const bytes = (words.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex').reverse()]);
  return { host: hostOf(bytes), port: parseInt(port, 16) };
}

function hostOf(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const isMapped = bytes.slice(0, 12).join() === '0,0,0,0,0,0,0,0,0,0,255,255';
  if (isMapped) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1); // in its shortest form
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function ownerOf(inode: string): string {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!hasSocket(pid, inode)) continue;
    const command = commandOf({ pid: Number(pid) }).trim();
    return `pid ${pid} (${command.length > shownCommand ? `${command.slice(0, shownCommand)}…` : command})`;
  }
  return 'a process of another user';
}

function hasSocket(pid: string, inode: string): boolean {
  try {
    const files = readdirSync(`/proc/${pid}/fd`);
    return files.some((file) => readlink(`/proc/${pid}/fd/${file}`) === `socket:[${inode}]`);
  } catch {
    return false; // it has ended, or is not ours to look into
  }
}

function readlink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed while we looked
  }
}
